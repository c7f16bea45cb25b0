package dev.sluice.simulator;

import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What makes one piece of a meeting room's equipment different from the others; the rest is {@link SimulatedRoomModule}.
 * Confined to it.
 */
sealed interface RoomEquipment permits RoomDisplay, RoomBookings, RoomCamera, RoomLighting {
    /** The values of its own attributes. */
    Map<String, JsonNode> values();

    /** Lets time pass until {@code now}. */
    default void advance(Instant now) {}

    /** Carries out one of its own actions. */
    Outcome carryOut(String action, ObjectNode arguments);

    /** As after the start. */
    void reset();

    /** The answer to an action of somebody else. */
    static Outcome unsupported(String action) {
        return Outcome.refused(Reason.UNSUPPORTED, "no simulation of " + action);
    }
}
