package dev.sluice.transport;

/**
 * A bucket that holds what two seconds allow, of messages or of bytes. Used by one thread.
 *
 * <p>What is more than the bucket holds passes when the bucket is full, and leaves a debt.
 */
final class RateLimit {
    private static final long SECOND = 1_000_000_000L;
    private static final long CAPACITY_NANOS = 2 * SECOND;

    private final int perSecond;
    private long creditNanos = CAPACITY_NANOS;
    private long lastNanos;

    /**
     * A full bucket.
     *
     * @param perSecond 0 for no limit
     */
    RateLimit(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        lastNanos = nowNanos;
    }

    /** Takes one; false if there is none. */
    boolean take(long nowNanos) {
        return take(1, nowNanos);
    }

    /** Takes as many as that, or none. */
    boolean take(int tokens, long nowNanos) {
        if (perSecond == 0) {
            return true;
        }
        creditNanos = Math.min(CAPACITY_NANOS, creditNanos + nowNanos - lastNanos);
        lastNanos = nowNanos;
        long price = tokens * SECOND / perSecond;
        if (creditNanos < Math.min(price, CAPACITY_NANOS)) {
            return false;
        }
        creditNanos -= price;
        return true;
    }
}
