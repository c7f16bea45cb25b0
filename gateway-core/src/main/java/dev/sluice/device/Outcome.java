package dev.sluice.device;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** How a command ended. */
public sealed interface Outcome {
    /** Done without anything to tell. */
    Outcome DONE = new Done(NullNode.getInstance());

    /** The device did it; {@code value} is what it answers, JSON null where it has nothing to say. */
    record Done(JsonNode value) implements Outcome {}

    /**
     * The device did not do it.
     *
     * @param detail what was found and what was expected, for people
     */
    record Refused(Reason reason, String detail) implements Outcome {}

    /** Why a command was refused. */
    enum Reason {
        /** No device of that name is registered. */
        NO_SUCH_DEVICE,
        /** The device has no such action. */
        UNSUPPORTED,
        /** The arguments do not fit the action. */
        INVALID,
        /** The device cannot be reached now. */
        UNAVAILABLE,
        /** The device is occupied and does not queue. */
        BUSY,
        /** No answer in time; whether the device acted is not known. */
        TIMEOUT,
        /** The device tried and failed. */
        FAILED
    }

    static Outcome refused(Reason reason, String detail) {
        return new Refused(reason, detail);
    }
}
