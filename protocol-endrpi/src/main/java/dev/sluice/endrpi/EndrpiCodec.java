package dev.sluice.endrpi;

import dev.sluice.endrpi.EndrpiRequest.Bad;
import dev.sluice.endrpi.EndrpiRequest.Measure;
import dev.sluice.endrpi.EndrpiRequest.ReadPins;
import dev.sluice.endrpi.EndrpiRequest.UpdatePins;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Text to requests and answers to text. Pure and total: any text gives a request, be it a {@link Bad} one. */
final class EndrpiCodec {
    static final String INVALID_MESSAGE = "Received invalid message";
    static final String MISSING_ACTION = "Received message with missing 'action' field";
    static final String INVALID_ACTION = "Received message with invalid 'action' field";
    static final String MISSING_PARAMS = "Received message with missing 'params' field";
    static final String INVALID_PARAMS = "Received message with invalid 'params' field";
    static final String NO_PINS = "At least one pin id and pin configuration must be supplied";
    static final String UPDATED = "Pin configurations updated";

    private EndrpiCodec() {}

    static EndrpiRequest decode(Text text) {
        JsonNode message;
        try {
            message = Json.read(text);
        } catch (BadJsonException e) {
            return bad(INVALID_MESSAGE);
        }
        JsonNode name = message.path("action");
        if (!name.isString() || name.stringValue().isEmpty()) {
            return bad(MISSING_ACTION);
        }
        Optional<EndrpiAction> action = EndrpiAction.of(name.stringValue());
        if (action.isEmpty()) {
            return bad(INVALID_ACTION);
        }
        Optional<SystemPart> part = action.get().part();
        return part.isPresent()
                ? new Measure(action.get(), part.get())
                : decodePins(action.get(), message.path("params"));
    }

    private static EndrpiRequest decodePins(EndrpiAction action, JsonNode params) {
        if (isFalsy(params)) {
            return bad(action, MISSING_PARAMS);
        }
        JsonNode pins = params.path("pins");
        return action == EndrpiAction.READ_PIN_CONFIGURATIONS ? decodeRead(action, pins) : decodeUpdate(action, pins);
    }

    private static EndrpiRequest decodeRead(EndrpiAction action, JsonNode pins) {
        if (!pins.isArray()) {
            return bad(action, INVALID_PARAMS);
        }
        List<String> names = new ArrayList<>(Math.min(pins.size(), Pins.NAMES.size()));
        for (JsonNode pin : pins) {
            if (!pin.isString() || !Pins.isKnown(pin.stringValue())) {
                return bad(action, INVALID_PARAMS);
            }
            if (!names.contains(pin.stringValue())) {
                names.add(pin.stringValue());
            }
        }
        return new ReadPins(names);
    }

    private static EndrpiRequest decodeUpdate(EndrpiAction action, JsonNode pins) {
        if (pins.isContainer() && pins.isEmpty()) {
            return bad(action, NO_PINS);
        }
        if (!pins.isObject()) {
            return bad(action, INVALID_PARAMS);
        }
        return Pins.update(pins).<EndrpiRequest>map(UpdatePins::new).orElseGet(() -> bad(action, INVALID_PARAMS));
    }

    /** Whether Python, in which upstream is written, would take the value for false. */
    private static boolean isFalsy(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isContainer() && value.isEmpty())
                || (value.isString() && value.stringValue().isEmpty())
                || (value.isNumber() && value.asDouble(Double.NaN) == 0)
                || (value.isBoolean() && !value.booleanValue());
    }

    private static Bad bad(String message) {
        return new Bad(Optional.empty(), message);
    }

    private static Bad bad(EndrpiAction action, String message) {
        return new Bad(Optional.of(action), message);
    }

    static Payload success(EndrpiAction action, Consumer<JsonGenerator> data) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringProperty("action", action.name());
            out.writeBooleanProperty("success", true);
            out.writeName("data");
            data.accept(out);
            out.writeNullProperty("error");
            out.writeEndObject();
        });
    }

    static Payload failure(Optional<EndrpiAction> action, String message) {
        return Json.write(out -> {
            out.writeStartObject();
            if (action.isPresent()) {
                out.writeStringProperty("action", action.get().name());
            } else {
                out.writeNullProperty("action");
            }
            out.writeBooleanProperty("success", false);
            out.writeNullProperty("data");
            out.writeObjectPropertyStart("error");
            out.writeStringProperty("message", message);
            out.writeEndObject();
            out.writeEndObject();
        });
    }
}
