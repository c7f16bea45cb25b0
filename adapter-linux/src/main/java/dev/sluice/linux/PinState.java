package dev.sluice.linux;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A pin as it is: direction, level, pull. */
record PinState(boolean output, boolean high, Pull pull) {
    PinState withLevel(boolean level) {
        return new PinState(output, level, pull);
    }

    /** The attribute. The state is a floating-point number: it is written as 0.0 or 1.0. */
    JsonNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("io", output ? "OUTPUT" : "INPUT")
                .put("state", high ? 1.0 : 0.0)
                .put("pull", pull.name());
    }
}
