package dev.sluice.simulator;

import dev.sluice.device.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;

/** A camera that is where it is told to be at once. */
final class RoomCamera implements RoomEquipment {
    private final Map<String, JsonNode> values = new LinkedHashMap<>();

    RoomCamera() {
        reset();
    }

    @Override
    public void reset() {
        values.put("power", BooleanNode.FALSE);
        values.put("pan", IntNode.valueOf(0));
        values.put("tilt", IntNode.valueOf(0));
        values.put("zoom", IntNode.valueOf(1));
    }

    @Override
    public Map<String, JsonNode> values() {
        return values;
    }

    @Override
    public Outcome carryOut(String action, ObjectNode arguments) {
        switch (action) {
            case "power" -> values.put("power", arguments.path("state"));
            case "point" -> {
                values.put("pan", arguments.path("pan"));
                values.put("tilt", arguments.path("tilt"));
            }
            case "zoom-to" -> values.put("zoom", arguments.path("zoom"));
            default -> {
                return RoomEquipment.unsupported(action);
            }
        }
        return Outcome.DONE;
    }
}
