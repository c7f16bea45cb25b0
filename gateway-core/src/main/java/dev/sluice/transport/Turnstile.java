package dev.sluice.transport;

import dev.sluice.protocol.Response;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Counts connections as they come, over all listeners, and says which are too many: all in all, from one address, or while
 * the gateway has its hands full. Those get an answer at their first request; far beyond a limit they get none. Connections
 * that are in already are never asked to leave. Safe for use by any thread.
 */
final class Turnstile {
    private static final String RETRY_SECONDS = "5";

    private final ConnectionLimits limits;
    private final int connections;
    private final BooleanSupplier shortOfMemory;
    private final AtomicInteger inside = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    /**
     * An empty house.
     *
     * @param openFiles how many files the process may open
     * @param shortOfMemory whether there is hardly any memory left for buffers
     */
    Turnstile(ConnectionLimits limits, long openFiles, BooleanSupplier shortOfMemory) {
        this.limits = limits;
        this.connections = limits.connections() > 0
                ? limits.connections()
                : (int) Math.min(Integer.MAX_VALUE / 2, openFiles / 10 * 9);
        this.shortOfMemory = shortOfMemory;
    }

    /** What becomes of a connection. */
    sealed interface Verdict {
        record Admitted() implements Verdict {}

        /** Its first request gets {@code response}, then it is closed. */
        record Refused(Response response, Refusal reason) implements Verdict {}

        /** Closed at once. */
        record TurnedAway(String reason) implements Verdict {}
    }

    /**
     * Judges a connection that has come; whatever the verdict, it must {@link #leave} when it has ended.
     *
     * @param lagging whether the event loop that is to serve it cannot keep up
     */
    Verdict enter(InetAddress address, boolean lagging) {
        int all = inside.incrementAndGet();
        int same = isCounted(address) ? byAddress.merge(network(address), 1, Integer::sum) : 0;
        if (all > connections + Math.max(1, connections / 20)) {
            return new Verdict.TurnedAway("more than " + connections + " connections");
        }
        if (same > 2L * limits.perAddress()) {
            return new Verdict.TurnedAway("more than " + limits.perAddress() + " connections from one address");
        }
        if (same > limits.perAddress()) {
            return refused(429, "too many connections from " + address.getHostAddress(), Refusal.FULL);
        }
        if (all > connections) {
            return refused(503, "all " + connections + " connections are in use", Refusal.FULL);
        }
        return trouble(lagging)
                .map(what -> refused(503, what, Refusal.OVERLOADED))
                .orElseGet(Verdict.Admitted::new);
    }

    void leave(InetAddress address) {
        inside.decrementAndGet();
        if (isCounted(address)) {
            byAddress.computeIfPresent(network(address), (a, count) -> count == 1 ? null : count - 1);
        }
    }

    private Optional<String> trouble(boolean lagging) {
        if (lagging) {
            return Optional.of("too busy");
        }
        return shortOfMemory.getAsBoolean() ? Optional.of("short of memory") : Optional.empty();
    }

    private static Verdict refused(int status, String what, Refusal reason) {
        return new Verdict.Refused(Response.text(status, what + "\n").with("Retry-After", RETRY_SECONDS), reason);
    }

    private boolean isCounted(InetAddress address) {
        return limits.perAddress() > 0 && !limits.exempt().contains(address);
    }

    /** Who has one IPv6 address has 2⁶⁴ of them. */
    static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = Arrays.copyOf(Arrays.copyOf(address.getAddress(), 8), 16);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }
}
