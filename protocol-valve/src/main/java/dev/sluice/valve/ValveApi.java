package dev.sluice.valve;

import dev.sluice.device.Profile;
import dev.sluice.device.ValueSpec;
import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiDescription.Security;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Schema;
import dev.sluice.valve.ValveMessage.Attribute;
import dev.sluice.valve.ValveMessage.ChangeState;
import dev.sluice.valve.ValveMessage.ErrorCode;
import dev.sluice.valve.ValveMessage.Event;
import dev.sluice.valve.ValveMessage.Position;
import dev.sluice.valve.ValveMessage.Question;
import dev.sluice.valve.ValveMessage.Refusal;
import dev.sluice.valve.ValveMessage.State;
import dev.sluice.valve.ValveMessage.Telemetry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The protocol for machines. Names and shapes are those of what the codec writes, values those of enums and profile. */
final class ValveApi {
    private static final Profile PROFILE = Profile.named(ValveDevice.KIND);

    private final ValveConfig config;

    private ValveApi(ValveConfig config) {
        this.config = config;
    }

    static ApiDescription of(ValveConfig config) {
        return new ValveApi(config).describe();
    }

    private ApiDescription describe() {
        ApiDescription.Builder api = ApiDescription.of(
                        "Valve",
                        "A smart water valve. The gateway tells state and telemetry at once and from then on whenever there is"
                                + " news; a client may ask for either, and order changes. Paths that name no device mean "
                                + config.device() + ".")
                .security(new Security.HttpScheme("basic", "User and password of the realm " + ValveProvider.NAME))
                .devices(ValveDevice.KIND)
                .message(question(Question.PING, "Asks for a sign of life", Event.PONG))
                .message(question(Question.STATE, "Asks for the state", Event.STATE))
                .message(question(Question.TELEMETRY, "Asks for the last values measured", Event.TELEMETRY))
                .message(order())
                .message(pong())
                .message(state())
                .message(telemetry())
                .message(error())
                .close(ChangeLine.SERVICE_RESTART, ChangeLine.RESTART_REASON);
        if (config.echoChangeState()) {
            api.message(echo());
        }
        return api.build();
    }

    // ---- what clients say

    private static ApiMessage question(Question question, String summary, Event answer) {
        JsonNode example = Json.object().put("event", question.event().wire());
        Schema schema = Schema.object()
                .member("event", Schema.constant(question.event().wire()))
                .open();
        return ApiMessage.fromClient(question.event().wire(), summary, schema, example)
                .answeredBy(answer.wire(), Event.ERROR.wire());
    }

    private ApiMessage order() {
        List<String> answers = new ArrayList<>(List.of(Event.STATE.wire(), Event.ERROR.wire()));
        if (config.echoChangeState()) {
            answers.add("echo");
        }
        JsonNode close = Json.object().put("event", Event.CHANGE_STATE.wire());
        ((ObjectNode) close).putObject("data").put(Attribute.VALVE_STATE.wire(), Position.CLOSED.wire());
        return ApiMessage.fromClient(
                        Event.CHANGE_STATE.wire(),
                        "Changes one attribute or more; the answer is the state, to everybody if it has changed",
                        changeState().open(),
                        close,
                        Json.read(changeEverything()))
                .answeredBy(answers.toArray(String[]::new));
    }

    private static Payload changeEverything() {
        return ValveCodec.changeState(new ChangeState(
                Optional.of(Position.OPEN),
                OptionalInt.of(50),
                Optional.of(true),
                Optional.of(false),
                Optional.of(false)));
    }

    private static Schema changeState() {
        String[] members =
                Arrays.stream(Attribute.values()).map(a -> "data." + a.wire()).toArray(String[]::new);
        Schema data = Schema.object();
        for (Attribute attribute : Attribute.values()) {
            data = data.optional(attribute.wire(), value(attribute));
        }
        return Schema.like(changeEverything(), "event")
                .without(members) // each of them is one that the codec writes
                .at("data", data.atLeast(1));
    }

    private static Schema value(Attribute attribute) {
        return switch (attribute) {
            case VALVE_STATE ->
                Schema.oneOf(
                        Arrays.stream(Position.values()).map(Position::wire).toList());
            case LED_BRIGHTNESS -> Schema.integer().from(0).to(ValveCodec.MAX_BRIGHTNESS);
            case SIREN -> Schema.flag();
            case SIGNAL_REBOOT -> Schema.flag().described("true restarts the hub");
            case SONIC_REBOOT -> Schema.flag().described("true restarts the unit on the pipe");
        };
    }

    // ---- what the gateway says

    private static ApiMessage pong() {
        Payload example = ValveCodec.pong();
        return ApiMessage.fromGateway(Event.PONG.wire(), "A sign of life", Schema.like(example, "event"), example);
    }

    private static ApiMessage state() {
        Payload example = ValveCodec.state(new State("closed", "connected", false));
        Schema schema = Schema.like(example, "event")
                .at("data.valve_state", Schema.of(attribute("valve")))
                .at("data.radio_state", Schema.of(attribute("radio")))
                .at("data.siren", Schema.of(attribute("siren")));
        return ApiMessage.fromGateway(Event.STATE.wire(), "What can be changed, as it is now", schema, example);
    }

    private ApiMessage telemetry() {
        Payload example = ValveCodec.telemetry(new Telemetry(
                63.621673583984375,
                ValveDevice.leakStatus("none"),
                List.of(ValveDevice.OKAY),
                20.4375,
                20.625,
                4418,
                "okay",
                1767225600000L,
                config.units()));
        List<String> statuses = Stream.concat(Stream.of(ValveDevice.OKAY), ValveDevice.FAULTS.values().stream())
                .toList();
        Schema schema = Schema.like(
                        example,
                        "event",
                        "data.units.water_flow",
                        "data.units.water_temp",
                        "data.units.ambient_temp",
                        "data.units.abs_pressure")
                .at(
                        "data.leak_status",
                        Schema.oneOf(attribute("leak").values().stream()
                                .map(ValveDevice::leakStatus)
                                .toList()))
                .at("data.status", Schema.listOf(Schema.oneOf(statuses)).atLeast(1))
                .at(
                        "data.water_flow",
                        Schema.number()
                                .from(0)
                                .described(attribute("water-flow").description()))
                .at("data.abs_pressure", Schema.integer().from(0))
                .at("data.battery_level", Schema.of(attribute("battery")))
                .at("data.probed_at", Schema.integer().described("Milliseconds since 1970"));
        return ApiMessage.fromGateway(
                Event.TELEMETRY.wire(), "The last values measured, about once a second", schema, example);
    }

    private static ApiMessage error() {
        Payload example = ValveCodec.error(Refusal.invalidValveState("'ajar'", "'open', 'closed'"));
        Schema code = Schema.oneOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList())
                .described("G10 server error, G11 invalid request, S10 device unavailable, S11 invalid valve state");
        return ApiMessage.fromGateway(
                        Event.ERROR.wire(),
                        "Says why a request was not carried out",
                        Schema.like(example, "event").at("code", code),
                        example)
                .asError();
    }

    private static ApiMessage echo() {
        return ApiMessage.fromGateway("echo", "The order that was carried out", changeState(), changeEverything());
    }

    private static ValueSpec attribute(String name) {
        return Optional.ofNullable(PROFILE.attributes().get(name)).orElseThrow();
    }
}
