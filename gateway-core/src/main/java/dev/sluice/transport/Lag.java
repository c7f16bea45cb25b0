package dev.sluice.transport;

/**
 * How late an event loop is. Its look-around is due at regular intervals; what it comes later than that, everything else on
 * the loop had to wait as well. Late twice in a row is overload: a pause of the garbage collector is not. Written by the
 * loop, read by any thread.
 */
final class Lag {
    private final long intervalNanos;
    private final long limitNanos;
    private long endNanos;
    private boolean wasLate;
    private volatile long nanos;
    private volatile boolean tooLong;

    /**
     * No lag so far.
     *
     * @param intervalNanos from the end of one look-around to the beginning of the next
     */
    Lag(long intervalNanos, long limitNanos, long nowNanos) {
        this.intervalNanos = intervalNanos;
        this.limitNanos = limitNanos;
        this.endNanos = nowNanos;
    }

    /** A look-around begins. */
    void begin(long nowNanos) {
        nanos = Math.max(0, nowNanos - endNanos - intervalNanos);
        boolean isLate = nanos > limitNanos;
        tooLong = isLate && wasLate;
        wasLate = isLate;
    }

    /** The look-around is over. */
    void end(long nowNanos) {
        endNanos = nowNanos;
    }

    /** How late the latest look-around was. */
    long nanos() {
        return nanos;
    }

    /** Whether the loop should get no more to do. */
    boolean isTooLong() {
        return tooLong;
    }
}
