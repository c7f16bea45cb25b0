package dev.sluice.endrpi;

import dev.sluice.device.Attribute;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The protocol for machines: one message and one answer for each action, in the shape that the codec writes. */
final class EndrpiApi {
    private static final Profile PROFILE = Profile.named("raspberry-pi");
    private static final String PIN = "GPIO17";
    private static final String ERROR = "error";

    private final EndrpiConfig config;

    private EndrpiApi(EndrpiConfig config) {
        this.config = config;
    }

    static ApiDescription of(EndrpiConfig config) {
        return new EndrpiApi(config).describe();
    }

    private ApiDescription describe() {
        ApiDescription.Builder api = ApiDescription.of(
                "Endrpi",
                "Measurements and pins of the board " + config.device()
                        + ". Each request gets one answer, in the order of requests. There is no authentication; only clients"
                        + " from " + config.allow() + " are served.");
        for (EndrpiAction action : EndrpiAction.values()) {
            api.message(request(action)).message(answer(action));
        }
        return api.message(error()).build();
    }

    private static ApiMessage request(EndrpiAction action) {
        ObjectNode example = Json.object().put("action", action.name());
        Schema schema = Schema.object().member("action", Schema.constant(action.name()));
        if (action.part().isEmpty()) {
            example.putObject("params").set("pins", examplePins(action));
            Schema params = Schema.object().member("pins", pins(action)).open();
            schema = schema.member("params", params);
        }
        return ApiMessage.fromClient(action.name(), summary(action), schema.open(), example)
                .answeredBy(answerTo(action), ERROR);
    }

    private static String summary(EndrpiAction action) {
        return action.part()
                .map(part -> "Asks for the board's " + part.path())
                .orElse(
                        action == EndrpiAction.READ_PIN_CONFIGURATIONS
                                ? "Asks how pins are set up, and their levels"
                                : "Sets up pins one after another, up to the first that is refused");
    }

    private static String answerTo(EndrpiAction action) {
        return action.name() + "_ANSWER";
    }

    // ---- pins

    private static JsonNode examplePins(EndrpiAction action) {
        if (action == EndrpiAction.READ_PIN_CONFIGURATIONS) {
            return Json.array().add(PIN);
        }
        ObjectNode pins = Json.object();
        pins.putObject(PIN).put("io", "OUTPUT").put("state", 1);
        return pins;
    }

    private static Schema pins(EndrpiAction action) {
        return action == EndrpiAction.READ_PIN_CONFIGURATIONS
                ? Schema.listOf(Schema.oneOf(Pins.NAMES))
                : byName(Schema.either(input(), output())).atLeast(1);
    }

    private static Schema byName(Schema pin) {
        Schema pins = Schema.object();
        for (String name : Pins.NAMES) {
            pins = pins.optional(name, pin);
        }
        return pins;
    }

    private static Schema input() {
        return Schema.object()
                .member("io", Schema.constant("INPUT"))
                .member("pull", oneOf(Pins.PULLS))
                .open();
    }

    private static Schema output() {
        Schema level = Schema.either(Schema.number().from(0).to(1), Schema.flag(), Schema.text());
        return Schema.object()
                .member("io", Schema.constant("OUTPUT"))
                .member("state", level.described("Everything but 0 is high; truth values and numbers in texts will do"))
                .open();
    }

    /** Sets have no order of their own, and the description should not change from start to start. */
    private static Schema oneOf(Iterable<String> names) {
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        return Schema.oneOf(sorted);
    }

    // ---- answers

    private static ApiMessage answer(EndrpiAction action) {
        Payload example = EndrpiCodec.success(action, out -> {
            if (action.part().isPresent()) {
                action.part().get().write(out, board());
            } else if (action == EndrpiAction.READ_PIN_CONFIGURATIONS) {
                Board.writePins(out, board(), List.of(PIN));
            } else {
                out.writeString(EndrpiCodec.UPDATED);
            }
        });
        Schema schema = Schema.like(example, "action", "success");
        if (action == EndrpiAction.READ_PIN_CONFIGURATIONS) {
            Schema pin = schema.member("data." + PIN)
                    .at("io", oneOf(Pins.DIRECTIONS))
                    .at("state", Schema.number().from(0).to(1))
                    .at("pull", oneOf(Pins.PULLS));
            schema = schema.at("data", byName(pin));
        }
        return ApiMessage.fromGateway(answerTo(action), "Answers " + action.name(), schema, example);
    }

    private static ApiMessage error() {
        Payload example = EndrpiCodec.failure(Optional.empty(), EndrpiCodec.INVALID_ACTION);
        Schema known = Schema.oneOf(
                Arrays.stream(EndrpiAction.values()).map(Enum::name).toList());
        return ApiMessage.fromGateway(
                        ERROR,
                        "Says why a request failed; action is null where none was recognised",
                        Schema.like(example, "success").at("action", known.orNull()),
                        example,
                        EndrpiCodec.failure(Optional.of(EndrpiAction.UPDATE_PIN_CONFIGURATIONS), EndrpiCodec.NO_PINS))
                .asError();
    }

    /** A board that measures everything. */
    private static Device board() {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        Json.object()
                .put("soc-temperature", 45.622)
                .put("throttled", 0)
                .put("uptime", 1057.85)
                .put("arm-frequency", 1_500_345_728.0)
                .put("core-frequency", 500_000_992.0)
                .put("memory-total", 3_884_480.0)
                .put("memory-free", 3_000_000.0)
                .put("memory-available", 3_500_000.5)
                .put("machine-type", "aarch64")
                .put("network-name", "raspberrypi")
                .put("os-name", "Linux")
                .put("os-release", "6.6.31-v8+")
                .put("os-version", "#1 SMP")
                .set(PIN, Json.object().put("io", "INPUT").put("state", 0.0).put("pull", "FLOATING"))
                .forEachEntry((name, value) -> attributes.put(name, PROFILE.attribute(name, value, Instant.EPOCH)));
        return new Device(new DeviceId("pi-1"), PROFILE, "Board", Status.ONLINE, attributes, Instant.EPOCH);
    }
}
