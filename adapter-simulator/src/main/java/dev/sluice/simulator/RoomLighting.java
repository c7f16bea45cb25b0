package dev.sluice.simulator;

import dev.sluice.device.Outcome;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Lights with three scenes; a brightness that is set by hand is a scene of its own. */
final class RoomLighting implements RoomEquipment {
    private static final Map<String, Integer> SCENES = Map.of("off", 0, "meeting", 80, "presentation", 30);

    private int level;
    private String scene = "off";

    @Override
    public void reset() {
        level = 0;
        scene = "off";
    }

    @Override
    public Map<String, JsonNode> values() {
        return Map.of("level", IntNode.valueOf(level), "scene", StringNode.valueOf(scene));
    }

    @Override
    public Outcome carryOut(String action, ObjectNode arguments) {
        switch (action) {
            case "set-level" -> {
                level = arguments.path("level").intValue();
                scene = "custom";
            }
            case "set-scene" -> {
                scene = arguments.path("scene").stringValue();
                level = SCENES.getOrDefault(scene, level);
            }
            default -> {
                return RoomEquipment.unsupported(action);
            }
        }
        return new Outcome.Done(IntNode.valueOf(level));
    }
}
