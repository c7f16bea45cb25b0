package dev.sluice.transport;

import dev.sluice.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How the gateway meets the network.
 *
 * @param listeners at least one
 * @param io which system interface carries the sockets
 * @param eventLoops threads that serve connections; 0 means one for each processor
 * @param tlsEngine who does the cryptography of TLS
 * @param limits what a connection may use before it is a session
 * @param drain how the gateway takes its leave
 * @param echo whether {@code /echo} is served, for conformance suites
 */
public record TransportConfig(
        List<ListenerConfig> listeners,
        Io io,
        int eventLoops,
        TlsEngine tlsEngine,
        ConnectionLimits limits,
        Drain drain,
        boolean echo) {
    /** System interfaces for sockets. */
    public enum Io {
        /** Epoll where it is available, NIO otherwise. */
        AUTO,
        EPOLL,
        NIO
    }

    /** Implementations of TLS. */
    public enum TlsEngine {
        /** OpenSSL (BoringSSL) where its native library is on the class path, the JDK otherwise. */
        AUTO,
        JDK,
        OPENSSL
    }

    /**
     * How the gateway takes its leave.
     *
     * @param window over how long the clients are told, so that they do not all come back at once
     * @param deadline after which the process ends, whatever is left
     */
    public record Drain(Duration window, Duration deadline) {
        static Drain read(Config config) {
            Duration deadline =
                    config.duration("deadline", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(10));
            Duration window = config.duration("window", Duration.ofSeconds(3), Duration.ZERO, Duration.ofMinutes(10));
            if (window.compareTo(deadline) >= 0) {
                config.reject("window", "'" + window.toMillis() + "ms'", "less than the deadline");
            }
            return new Drain(window, deadline);
        }
    }

    public TransportConfig {
        listeners = List.copyOf(listeners);
    }

    /**
     * Reads the keys {@code listeners}, {@code origins}, {@code transport} and {@code diagnostics} of the top section.
     *
     * @param knownProtocols the names that a listener's list of protocols may hold
     */
    public static TransportConfig read(Config config, List<String> knownProtocols) {
        Origins origins = Origins.read(config, Origins.SAME);
        List<ListenerConfig> listeners = config.list("listeners").stream()
                .map(listener -> ListenerConfig.read(listener, knownProtocols, origins))
                .toList();
        if (listeners.isEmpty()) {
            config.reject("listeners", "none", "at least one listener");
        }
        Config transport = config.section("transport");
        return new TransportConfig(
                listeners,
                transport.choice("io", Io.AUTO),
                transport.integer("event-loops", 0, 0, 1024),
                transport.choice("tls-engine", TlsEngine.AUTO),
                ConnectionLimits.read(transport.section("limits")),
                Drain.read(transport.section("drain")),
                config.section("diagnostics").flag("echo", false));
    }

    /** With another port for the first listener without TLS. */
    public TransportConfig withPort(int port) {
        return withPort(port, listener -> !listener.secure());
    }

    /** With another port for the first listener with TLS. */
    public TransportConfig withTlsPort(int port) {
        return withPort(port, ListenerConfig::secure);
    }

    private TransportConfig withPort(int port, Predicate<ListenerConfig> which) {
        List<ListenerConfig> changed = new ArrayList<>(listeners);
        listeners.stream()
                .filter(which)
                .findFirst()
                .ifPresent(found -> changed.set(listeners.indexOf(found), found.withPort(port)));
        return new TransportConfig(changed, io, eventLoops, tlsEngine, limits, drain, echo);
    }
}
