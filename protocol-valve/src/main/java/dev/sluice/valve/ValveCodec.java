package dev.sluice.valve;

import static java.util.stream.Collectors.joining;

import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Text;
import dev.sluice.valve.ValveMessage.Attribute;
import dev.sluice.valve.ValveMessage.ChangeState;
import dev.sluice.valve.ValveMessage.Event;
import dev.sluice.valve.ValveMessage.Position;
import dev.sluice.valve.ValveMessage.Question;
import dev.sluice.valve.ValveMessage.Refusal;
import dev.sluice.valve.ValveMessage.Request;
import dev.sluice.valve.ValveMessage.State;
import dev.sluice.valve.ValveMessage.Telemetry;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Texts and messages. Pure: any thread may call it, and any text has a meaning, be it the error that answers it. */
final class ValveCodec {
    static final int MAX_BRIGHTNESS = 100;
    private static final String MESSAGES = ". Valid messages: a JSON object with 'event'";
    private static final String EVENTS = ". Valid events: "
            + quoted(Stream.concat(Arrays.stream(Question.values()).map(Question::event), Stream.of(Event.CHANGE_STATE))
                    .map(Event::wire));
    private static final String ATTRIBUTES =
            quoted(Arrays.stream(Attribute.values()).map(Attribute::wire));
    private static final String DATA = ". Valid data: an object with one or more of " + ATTRIBUTES;
    private static final String POSITIONS =
            quoted(Arrays.stream(Position.values()).map(Position::wire));

    private ValveCodec() {}

    // ---- what clients say

    static Request read(Text text) {
        try {
            return request(Json.read(text));
        } catch (BadJsonException e) {
            return Refusal.invalidRequest("Invalid JSON: " + e.getMessage() + MESSAGES);
        }
    }

    /** The meaning of a binary message: none. */
    static Refusal readBinary(int bytes) {
        return Refusal.invalidRequest("Invalid message: " + bytes + " bytes binary" + MESSAGES);
    }

    private static Request request(JsonNode message) {
        if (!message.isObject()) {
            return Refusal.invalidRequest("Invalid message: " + found(message) + MESSAGES);
        }
        JsonNode event = message.path("event");
        if (event.isMissingNode()) {
            return Refusal.invalidRequest("Missing event" + EVENTS);
        }
        if (isNamed(event, Event.CHANGE_STATE)) {
            return changeState(message.path("data"));
        }
        return Arrays.stream(Question.values())
                .filter(question -> isNamed(event, question.event()))
                .<Request>map(question -> question)
                .findFirst()
                .orElseGet(() -> Refusal.invalidRequest("Invalid event: " + found(event) + EVENTS));
    }

    private static boolean isNamed(JsonNode event, Event expected) {
        return event.isString() && event.stringValue().equals(expected.wire());
    }

    private static Request changeState(JsonNode data) {
        return misshapen(data)
                .or(() -> badValveState(data))
                .<Request>map(refusal -> refusal)
                .orElseGet(() -> change(data));
    }

    private static Optional<Refusal> misshapen(JsonNode data) {
        if (data.isMissingNode()) {
            return Optional.of(Refusal.invalidRequest("Missing data" + DATA));
        }
        if (!data.isObject() || data.isEmpty()) {
            return Optional.of(Refusal.invalidRequest("Invalid data: " + found(data) + DATA));
        }
        return data.properties().stream()
                .flatMap(entry -> misshapen(entry.getKey(), entry.getValue()).stream())
                .findFirst();
    }

    private static Optional<Refusal> misshapen(String name, JsonNode value) {
        Optional<Attribute> known = Attribute.named(name);
        if (known.isEmpty()) {
            return Optional.of(Refusal.invalidRequest(
                    "Invalid attribute: '" + Json.echo(name) + "'. Valid attributes: " + ATTRIBUTES));
        }
        return switch (known.get()) {
            case VALVE_STATE -> Optional.empty(); // has a code of its own: see badValveState
            case LED_BRIGHTNESS ->
                isBrightness(value) ? Optional.empty() : badValue(name, value, "integer 0.." + MAX_BRIGHTNESS);
            case SIREN, SIGNAL_REBOOT, SONIC_REBOOT ->
                value.isBoolean() ? Optional.empty() : badValue(name, value, "true, false");
        };
    }

    private static boolean isBrightness(JsonNode value) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= 0
                && value.intValue() <= MAX_BRIGHTNESS;
    }

    private static Optional<Refusal> badValue(String name, JsonNode value, String valid) {
        return Optional.of(
                Refusal.invalidRequest("Invalid " + name + ": " + found(value) + ". Valid values: " + valid));
    }

    private static Optional<Refusal> badValveState(JsonNode data) {
        JsonNode value = data.path(Attribute.VALVE_STATE.wire());
        return value.isMissingNode() || position(value).isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.invalidValveState(found(value), POSITIONS));
    }

    private static ChangeState change(JsonNode data) {
        JsonNode brightness = data.path(Attribute.LED_BRIGHTNESS.wire());
        return new ChangeState(
                position(data.path(Attribute.VALVE_STATE.wire())),
                brightness.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(brightness.intValue()),
                flag(data, Attribute.SIREN),
                flag(data, Attribute.SIGNAL_REBOOT),
                flag(data, Attribute.SONIC_REBOOT));
    }

    private static Optional<Position> position(JsonNode value) {
        return value.isString() ? Position.named(value.stringValue()) : Optional.empty();
    }

    private static Optional<Boolean> flag(JsonNode data, Attribute attribute) {
        JsonNode value = data.path(attribute.wire());
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.booleanValue());
    }

    private static String found(JsonNode value) {
        return "'" + Json.echo(value) + "'";
    }

    private static String quoted(Stream<String> names) {
        return names.collect(joining("', '", "'", "'"));
    }

    // ---- what the gateway says

    static Payload pong() {
        return message(Event.PONG, json -> {});
    }

    static Payload error(Refusal refusal) {
        return message(Event.ERROR, json -> {
            json.writeStringProperty("code", refusal.code().name());
            json.writeStringProperty("message", refusal.message());
        });
    }

    static Payload state(State state) {
        return message(Event.STATE, json -> {
            json.writeObjectPropertyStart("data");
            json.writeStringProperty("valve_state", state.valveState());
            json.writeStringProperty("radio_state", state.radioState());
            json.writeBooleanProperty("siren", state.siren());
            json.writeEndObject();
        });
    }

    static Payload telemetry(Telemetry telemetry) {
        return message(Event.TELEMETRY, json -> {
            json.writeObjectPropertyStart("data");
            json.writeNumberProperty("water_flow", telemetry.waterFlow());
            json.writeStringProperty("leak_status", telemetry.leakStatus());
            json.writeArrayPropertyStart("status");
            telemetry.status().forEach(json::writeString);
            json.writeEndArray();
            json.writeNumberProperty("water_temp", telemetry.waterTemperature());
            json.writeNumberProperty("ambient_temp", telemetry.ambientTemperature());
            json.writeNumberProperty("abs_pressure", telemetry.pressure());
            json.writeStringProperty("battery_level", telemetry.batteryLevel());
            json.writeNumberProperty("probed_at", telemetry.probedAt());
            writeUnits(json, telemetry.units());
            json.writeEndObject();
        });
    }

    private static void writeUnits(JsonGenerator json, Units units) {
        json.writeObjectPropertyStart("units");
        json.writeStringProperty("water_flow", units.flow().wire());
        json.writeStringProperty("water_temp", units.temperature().wire());
        json.writeStringProperty("ambient_temp", units.temperature().wire());
        json.writeStringProperty("abs_pressure", units.pressure().wire());
        json.writeEndObject();
    }

    /** A client's own order, for those who want it repeated. */
    static Payload changeState(ChangeState change) {
        return message(Event.CHANGE_STATE, json -> {
            json.writeObjectPropertyStart("data");
            change.valveState()
                    .ifPresent(position -> json.writeStringProperty(Attribute.VALVE_STATE.wire(), position.wire()));
            change.ledBrightness()
                    .ifPresent(percent -> json.writeNumberProperty(Attribute.LED_BRIGHTNESS.wire(), percent));
            change.siren().ifPresent(on -> json.writeBooleanProperty(Attribute.SIREN.wire(), on));
            change.signalReboot().ifPresent(yes -> json.writeBooleanProperty(Attribute.SIGNAL_REBOOT.wire(), yes));
            change.sonicReboot().ifPresent(yes -> json.writeBooleanProperty(Attribute.SONIC_REBOOT.wire(), yes));
            json.writeEndObject();
        });
    }

    private static Payload message(Event event, Consumer<JsonGenerator> rest) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("event", event.wire());
            rest.accept(json);
            json.writeEndObject();
        });
    }
}
