package dev.sluice.simulator;

import dev.sluice.device.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A display that remembers what it is told. Actions answer with the new value. */
final class RoomDisplay implements RoomEquipment {
    private final Map<String, JsonNode> values = new LinkedHashMap<>();

    RoomDisplay() {
        reset();
    }

    @Override
    public void reset() {
        values.put("power", BooleanNode.FALSE);
        values.put("volume", IntNode.valueOf(20));
        values.put("input", StringNode.valueOf("HDMI"));
    }

    @Override
    public Map<String, JsonNode> values() {
        return values;
    }

    @Override
    public Outcome carryOut(String action, ObjectNode arguments) {
        return switch (action) {
            case "power" -> set("power", arguments.path("state"));
            case "set-volume" -> set("volume", arguments.path("volume"));
            case "switch-to" -> set("input", arguments.path("input"));
            default -> RoomEquipment.unsupported(action);
        };
    }

    private Outcome set(String attribute, JsonNode value) {
        values.put(attribute, value);
        return new Outcome.Done(value);
    }
}
