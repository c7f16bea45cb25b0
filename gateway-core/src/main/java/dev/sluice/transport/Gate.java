package dev.sluice.transport;

import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Response;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of one protocol, over all listeners and of each user, against its limits. Safe for use by any
 * thread.
 */
final class Gate {
    private static final String RETRY_SECONDS = "5";

    private final Limits first;
    private final AtomicInteger inside = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byUser = new ConcurrentHashMap<>();
    private volatile @Nullable Limits changed;

    Gate(Limits limits) {
        this.first = limits;
    }

    /** Puts other limits in force for who comes from now on. */
    void change(Limits limits) {
        changed = limits;
    }

    /** What has been put in force since the start, if anything. */
    Optional<Limits> changed() {
        return Optional.ofNullable(changed);
    }

    /**
     * Lets one more in, or says why not; who is in must {@link #leave}.
     *
     * @param principal anonymous ones are not counted one by one: they are not the same
     */
    Optional<Response> enter(Principal principal) {
        Limits limits = changed().orElse(first);
        if (inside.incrementAndGet() > limits.connections() && limits.connections() > 0) {
            inside.decrementAndGet();
            return refusal(503, "all " + limits.connections() + " connections are in use\n");
        }
        if (!count(principal, limits.connectionsPerUser())) {
            inside.decrementAndGet();
            return refusal(
                    429,
                    "all " + limits.connectionsPerUser() + " connections of " + principal.name() + " are in use\n");
        }
        return Optional.empty();
    }

    private static Optional<Response> refusal(int status, String text) {
        return Optional.of(Response.text(status, text).with("Retry-After", RETRY_SECONDS));
    }

    /** Also where there is no limit: there may be one tomorrow, and then those who are in count. */
    private boolean count(Principal principal, int limit) {
        if (principal.equals(Principal.ANONYMOUS)) {
            return true;
        }
        int same = byUser.merge(principal.name(), 1, Integer::sum);
        if (limit > 0 && same > limit) {
            forget(principal);
            return false;
        }
        return true;
    }

    void leave(Principal principal) {
        inside.decrementAndGet();
        if (!principal.equals(Principal.ANONYMOUS)) {
            forget(principal);
        }
    }

    private void forget(Principal principal) {
        byUser.computeIfPresent(principal.name(), (name, count) -> count == 1 ? null : count - 1);
    }
}
