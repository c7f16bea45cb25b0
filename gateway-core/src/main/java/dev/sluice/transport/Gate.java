package dev.sluice.transport;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections of one protocol, over all listeners, against its limit. Safe for use by any thread. */
final class Gate {
    private final int limit;
    private final AtomicInteger inside = new AtomicInteger();

    /**
     * An empty gate.
     *
     * @param limit 0 for none
     */
    Gate(int limit) {
        this.limit = limit;
    }

    /** Lets one more in, or not; who is in must {@link #leave}. */
    boolean enter() {
        if (inside.incrementAndGet() > limit && limit > 0) {
            inside.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        inside.decrementAndGet();
    }

    int limit() {
        return limit;
    }
}
