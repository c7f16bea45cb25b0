package dev.sluice.valtronics;

import dev.sluice.protocol.Payload;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the gateway's host was doing at one moment, and the messages that this makes, each built once. Safe for use by any
 * thread.
 */
final class SystemStatus {
    private final Map<String, Number> metrics;
    private final Instant at;
    private final Map<Choice<String>, Optional<Payload>> messages = new ConcurrentHashMap<>();

    /**
     * A status.
     *
     * @param connections to this protocol
     */
    SystemStatus(Host host, int connections, Instant at) {
        Map<String, Number> all = new LinkedHashMap<>();
        all.put("cpu_usage", rounded(host.cpu()));
        all.put("memory_usage", rounded(host.memory()));
        all.put("disk_usage", rounded(host.disk()));
        all.put("active_connections", connections);
        this.metrics = all;
        this.at = at;
    }

    /**
     * What was measured, in percent.
     *
     * @param cpu busy time of all processors
     * @param memory what is not available
     * @param disk what is not free
     */
    record Host(double cpu, double memory, double disk) {}

    Instant at() {
        return at;
    }

    /** The message with these metrics, if there are any of them. */
    Optional<Payload> message(Choice<String> wanted) {
        return messages.computeIfAbsent(wanted, this::build);
    }

    private Optional<Payload> build(Choice<String> wanted) {
        Map<String, Number> some = new LinkedHashMap<>(metrics);
        some.keySet().removeIf(name -> !wanted.accepts(name));
        return some.isEmpty() ? Optional.empty() : Optional.of(ValtronicsCodec.system(some, at));
    }

    private static double rounded(double percent) {
        double bounded = Double.isNaN(percent) ? 0 : Math.max(0, Math.min(100, percent));
        return Math.round(bounded * 10) / 10.0;
    }
}
