package dev.sluice.endrpi;

import dev.sluice.endrpi.EndrpiRequest.PinUpdate;
import dev.sluice.protocol.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The pins' names, and what a configuration of one may look like. Pure functions. */
final class Pins {
    /** All names, in upstream's order. */
    static final List<String> NAMES = List.of(
            "GPIO2", "GPIO3", "GPIO4", "GPIO14", "GPIO15", "GPIO17", "GPIO18", "GPIO27", "GPIO22", "GPIO23", "GPIO24",
            "GPIO10", "GPIO9", "GPIO25", "GPIO11", "GPIO7", "GPIO5", "GPIO6", "GPIO12", "GPIO13", "GPIO19", "GPIO16",
            "GPIO26", "GPIO20", "GPIO21");

    static final String NO_STATE = "No state specified for output pin configuration";
    static final String NO_PULL = "No pull specified for input pin configuration";
    static final String NOT_VALID = "Failed to validate pin configuration";

    private static final Set<String> KNOWN = Set.copyOf(NAMES);
    static final Set<String> DIRECTIONS = Set.of("INPUT", "OUTPUT");
    static final Set<String> PULLS = Set.of("FLOATING", "UP", "DOWN");
    private static final int LONGEST_NUMBER = 40;

    private Pins() {}

    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    /** An update of several pins, or nothing if any part of it has the wrong shape. */
    static Optional<PinUpdate> update(JsonNode pins) {
        for (Map.Entry<String, JsonNode> pin : pins.properties()) {
            if (!isKnown(pin.getKey()) || !hasShape(pin.getValue())) {
                return Optional.empty();
            }
        }
        ObjectNode valid = Json.object();
        for (Map.Entry<String, JsonNode> pin : pins.properties()) {
            Optional<String> error = error(pin.getValue());
            if (error.isPresent()) {
                return Optional.of(new PinUpdate(valid, error));
            }
            valid.set(pin.getKey(), arguments(pin.getValue()));
        }
        return Optional.of(new PinUpdate(valid, Optional.empty()));
    }

    /** Whether types and names fit: {@code {io, state?, pull?}}, whichever of them matters. */
    static boolean hasShape(JsonNode configuration) {
        JsonNode pull = configuration.path("pull");
        JsonNode state = configuration.path("state");
        return configuration.isObject()
                && isOneOf(configuration.path("io"), DIRECTIONS)
                && (isAbsent(pull) || isOneOf(pull, PULLS))
                && (isAbsent(state) || number(state).isPresent());
    }

    /** What is wrong with a configuration that has the right shape. */
    static Optional<String> error(JsonNode configuration) {
        if (configuration.path("io").stringValue().equals("INPUT")) {
            return isAbsent(configuration.path("pull")) ? Optional.of(NO_PULL) : Optional.empty();
        }
        if (isAbsent(configuration.path("state"))) {
            return Optional.of(NO_STATE);
        }
        double state = number(configuration.path("state")).orElse(Double.NaN);
        return state >= 0 && state <= 1 ? Optional.empty() : Optional.of(NOT_VALID);
    }

    /** What the device's action takes for a configuration without error. */
    static ObjectNode arguments(JsonNode configuration) {
        String io = configuration.path("io").stringValue();
        ObjectNode arguments = Json.object().put("io", io);
        if (io.equals("INPUT")) {
            return arguments.put("pull", configuration.path("pull").stringValue());
        }
        return arguments.put("state", number(configuration.path("state")).orElse(0) == 0 ? 0.0 : 1.0);
    }

    /** Whether a pin's attribute is what the profile says: {@code {io, state, pull}}. */
    static boolean isReport(JsonNode pin) {
        return isOneOf(pin.path("io"), DIRECTIONS) && pin.path("state").isNumber() && isOneOf(pin.path("pull"), PULLS);
    }

    /** Writes a pin's attribute that {@link #isReport is a report}. */
    static void write(JsonGenerator out, JsonNode pin) {
        out.writeStartObject();
        out.writeStringProperty("io", pin.path("io").stringValue());
        out.writeName("state");
        out.writeNumber(pin.path("state").asDouble(1) == 0 ? "0.0" : "1.0");
        out.writeStringProperty("pull", pin.path("pull").stringValue());
        out.writeEndObject();
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static boolean isOneOf(JsonNode value, Set<String> allowed) {
        return value.isString() && allowed.contains(value.stringValue());
    }

    /** Upstream's validation takes booleans and numbers in text for numbers, too. */
    private static OptionalDouble number(JsonNode value) {
        if (value.isNumber()) {
            return OptionalDouble.of(value.asDouble(Double.NaN)); // an integer beyond a double's range is no level
        }
        if (value.isBoolean()) {
            return OptionalDouble.of(value.booleanValue() ? 1 : 0);
        }
        if (!value.isString() || value.stringValue().length() > LONGEST_NUMBER) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(new BigDecimal(value.stringValue().trim()).doubleValue());
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
