package dev.sluice.transport;

import dev.sluice.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How the gateway meets the network.
 *
 * @param listeners at least one
 * @param io which system interface carries the sockets
 * @param eventLoops threads that serve connections; 0 means one for each processor
 * @param echo whether {@code /echo} is served, for conformance suites
 */
public record TransportConfig(List<ListenerConfig> listeners, Io io, int eventLoops, boolean echo) {
    /** System interfaces for sockets. */
    public enum Io {
        /** Epoll where it is available, NIO otherwise. */
        AUTO,
        EPOLL,
        NIO
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
        return new TransportConfig(changed, io, eventLoops, echo);
    }
}
