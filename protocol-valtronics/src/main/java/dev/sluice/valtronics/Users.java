package dev.sluice.valtronics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts connections by user. Safe for use by any thread. */
final class Users {
    private final int limit;
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();

    /**
     * Nobody yet.
     *
     * @param limit connections of one user, 0 for no limit
     */
    Users(int limit) {
        this.limit = limit;
    }

    /** Counts one more, unless it is one too many; who is in must {@link #leave}. */
    boolean enter(String user) {
        boolean[] entered = new boolean[1];
        connections.compute(user, (name, known) -> {
            int count = known == null ? 0 : known;
            entered[0] = limit == 0 || count < limit;
            return entered[0] ? count + 1 : known;
        });
        return entered[0];
    }

    void leave(String user) {
        connections.computeIfPresent(user, (name, count) -> count > 1 ? count - 1 : null);
    }
}
