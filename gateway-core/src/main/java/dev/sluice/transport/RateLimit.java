package dev.sluice.transport;

/** A token bucket that holds what two seconds allow. Used by one thread. */
final class RateLimit {
    private static final long BURST_SECONDS = 2;

    private final long nanosPerToken;
    private final long capacityNanos;
    private long creditNanos;
    private long lastNanos;

    /**
     * A full bucket.
     *
     * @param perSecond 0 for no limit
     */
    RateLimit(int perSecond, long nowNanos) {
        nanosPerToken = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
        capacityNanos = BURST_SECONDS * 1_000_000_000L;
        creditNanos = capacityNanos;
        lastNanos = nowNanos;
    }

    /** Takes a token; false if there is none. */
    boolean take(long nowNanos) {
        if (nanosPerToken == 0) {
            return true;
        }
        creditNanos = Math.min(capacityNanos, creditNanos + nowNanos - lastNanos);
        lastNanos = nowNanos;
        if (creditNanos < nanosPerToken) {
            return false;
        }
        creditNanos -= nanosPerToken;
        return true;
    }
}
