package dev.sluice.linux;

import dev.sluice.device.Excerpt;
import dev.sluice.device.Outcome.Reason;
import tools.jackson.databind.JsonNode;

/** What a pin is to become. */
sealed interface PinSetup {
    record Input(Pull pull) implements PinSetup {}

    record Output(boolean high) implements PinSetup {}

    /** Reads one entry of {@code configure-pins}. */
    static PinSetup read(Pin pin, JsonNode wanted) throws RefusedException {
        return switch (wanted.path("io").asString("")) {
            case "INPUT" -> input(pin, wanted.path("pull"));
            case "OUTPUT" -> output(pin, wanted.path("state"));
            default -> throw invalid(pin, "io " + found(wanted.path("io")) + " (expected: INPUT or OUTPUT)");
        };
    }

    private static Input input(Pin pin, JsonNode given) throws RefusedException {
        Pull pull = Pull.named(given.asString(""))
                .orElseThrow(() -> invalid(pin, "pull " + found(given) + " (expected: FLOATING, UP or DOWN)"));
        if (pin.isPulledUp() && pull != Pull.UP) {
            throw invalid(pin, "pull " + pull + " (expected: UP, which the board itself does to this pin)");
        }
        return new Input(pull);
    }

    private static Output output(Pin pin, JsonNode state) throws RefusedException {
        if (!state.isNumber()) {
            throw invalid(pin, "state " + found(state) + " (expected: a number, 0 for low, any other for high)");
        }
        return new Output(state.asDouble(1) != 0);
    }

    private static RefusedException invalid(Pin pin, String problem) {
        return new RefusedException(Reason.INVALID, pin + ": " + problem);
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "missing" : Excerpt.of(node);
    }
}
