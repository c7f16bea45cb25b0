package dev.sluice.simulator;

import dev.sluice.device.Excerpt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Pins that nothing is connected to: an input reads what its pull says, or floats at its last level; an output reads what
 * it was set to. Confined to its {@link SimulatedPi}.
 */
final class MockPins {
    /** The pins of the profile, by Broadcom number. */
    static final List<String> NAMES = List.of(
            "GPIO2", "GPIO3", "GPIO4", "GPIO14", "GPIO15", "GPIO17", "GPIO18", "GPIO27", "GPIO22", "GPIO23", "GPIO24",
            "GPIO10", "GPIO9", "GPIO25", "GPIO11", "GPIO7", "GPIO5", "GPIO6", "GPIO12", "GPIO13", "GPIO19", "GPIO16",
            "GPIO26", "GPIO20", "GPIO21");

    /** The I²C pins: the board itself pulls them up. */
    private static final Set<String> PULLED_UP = Set.of("GPIO2", "GPIO3");

    private static final Set<String> PULLS = Set.of("FLOATING", "UP", "DOWN");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private record Pin(String io, boolean high, String pull) {
        /** The state is a floating-point number: it is written as 0.0 or 1.0. */
        JsonNode toJson() {
            return JSON.objectNode()
                    .put("io", io)
                    .put("state", high ? 1.0 : 0.0)
                    .put("pull", pull);
        }
    }

    private final Map<String, Pin> pins = new LinkedHashMap<>();

    /** All pins as they are after power-on. */
    MockPins() {
        for (String name : NAMES) {
            boolean up = PULLED_UP.contains(name);
            pins.put(name, new Pin("INPUT", up, up ? "UP" : "FLOATING"));
        }
    }

    /** The pins as attributes. */
    Map<String, JsonNode> values() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        pins.forEach((name, pin) -> values.put(name, pin.toJson()));
        return values;
    }

    /**
     * Sets up pins in the order given and stops at the first that cannot be; those before it stay set.
     *
     * @return what is wrong with that one; empty if all are set
     */
    Optional<String> configure(JsonNode wanted) {
        for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
            Optional<String> problem = configure(entry.getKey(), entry.getValue());
            if (problem.isPresent()) {
                return problem.map(text -> Excerpt.of(entry.getKey()) + ": " + text);
            }
        }
        return Optional.empty();
    }

    private Optional<String> configure(String name, JsonNode wanted) {
        Pin pin = pins.get(name);
        if (pin == null) {
            return Optional.of("no such pin (expected one of: " + String.join(", ", NAMES) + ")");
        }
        return switch (wanted.path("io").asString("")) {
            case "INPUT" -> input(name, pin, wanted.path("pull"));
            case "OUTPUT" -> output(name, pin, wanted.path("state"));
            default -> Optional.of("io " + found(wanted.path("io")) + " (expected: INPUT or OUTPUT)");
        };
    }

    private Optional<String> input(String name, Pin pin, JsonNode pull) {
        if (!PULLS.contains(pull.asString(""))) {
            return Optional.of("pull " + found(pull) + " (expected: FLOATING, UP or DOWN)");
        }
        String wanted = pull.asString();
        if (PULLED_UP.contains(name) && !wanted.equals("UP")) {
            return Optional.of("pull " + wanted + " (expected: UP, which the board itself does to this pin)");
        }
        boolean high = wanted.equals("FLOATING") ? pin.high : wanted.equals("UP");
        pins.put(name, new Pin("INPUT", high, wanted));
        return Optional.empty();
    }

    private Optional<String> output(String name, Pin pin, JsonNode state) {
        if (!state.isNumber()) {
            return Optional.of("state " + found(state) + " (expected: a number, 0 for low, any other for high)");
        }
        pins.put(name, new Pin("OUTPUT", state.asDouble(1) != 0, pin.pull));
        return Optional.empty();
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "missing" : Excerpt.of(node);
    }
}
