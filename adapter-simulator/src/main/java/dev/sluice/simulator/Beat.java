package dev.sluice.simulator;

import java.time.Duration;
import java.time.Instant;

/**
 * Moments at equal distances. Who comes late to one is in time for the next, so that the rate does not suffer; moments that
 * were missed altogether are not made up for. Confined to its owner.
 */
final class Beat {
    private final Duration period;
    private Instant next;

    /** The first moment is one period after {@code start}. */
    Beat(Duration period, Instant start) {
        this.period = period;
        this.next = start.plus(period);
    }

    /** Whether a moment has come since this was last asked. */
    boolean falls(Instant now) {
        if (now.isBefore(next)) {
            return false;
        }
        Instant following = next.plus(period);
        next = following.isAfter(now) ? following : now.plus(period);
        return true;
    }

    Duration period() {
        return period;
    }

    /** The next moment; after the time this was last asked for. */
    Instant next() {
        return next;
    }
}
