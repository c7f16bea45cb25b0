package dev.sluice.simulator;

import java.time.Duration;
import java.time.Instant;

/**
 * The valve's way to a position, or, once {@code end} has come, its rest there. Every order gets the full travel time.
 *
 * @param opens whether it goes to open, else to closed
 * @param from how far it was open at the beginning, 0 to 1
 */
record Travel(boolean opens, double from, Instant begin, Instant end) {
    static Travel restingOpen(Instant now) {
        return new Travel(true, 1, now, now);
    }

    /** A new order; one to go where it is or goes to changes nothing. */
    Travel order(boolean open, Instant now, Duration time) {
        return open == opens ? this : new Travel(open, openness(now), now, now.plus(time));
    }

    boolean isMoving(Instant now) {
        return now.isBefore(end);
    }

    /** The position in the words of the profile. */
    String position(Instant now) {
        if (isMoving(now)) {
            return opens ? "opening" : "closing";
        }
        return opens ? "open" : "closed";
    }

    /** How far the valve is open, 0 to 1. */
    double openness(Instant now) {
        double target = opens ? 1 : 0;
        if (!isMoving(now)) {
            return target;
        }
        double part = (double) Duration.between(begin, now).toMillis()
                / Duration.between(begin, end).toMillis();
        return from + (target - from) * part;
    }
}
