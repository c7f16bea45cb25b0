package dev.sluice.device;

/**
 * How a part of the gateway is doing.
 *
 * @param reason what is wrong, for people; empty while nothing is
 */
public record Health(State state, String reason) {
    /** Nothing is wrong. */
    public static final Health UP = new Health(State.UP, "");

    /** How well a part does what it is there for. */
    public enum State {
        UP,
        /** Something that it needs is not there; the gateway can do its work without. */
        DEGRADED,
        /** The gateway should not get new work. */
        DOWN
    }

    public static Health degraded(String reason) {
        return new Health(State.DEGRADED, reason);
    }

    public static Health down(String reason) {
        return new Health(State.DOWN, reason);
    }
}
