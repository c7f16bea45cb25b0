package dev.sluice.description;

import dev.sluice.transport.GatewayServer;
import java.net.InetAddress;
import java.util.List;

/**
 * Where a listener can be reached.
 *
 * @param name the listener's
 * @param host with port
 * @param protocols which it serves; none means all
 */
public record Address(String name, String host, boolean secure, List<String> protocols) {
    public Address {
        protocols = List.copyOf(protocols);
    }

    /** The address of an open listener; one that listens everywhere is {@code localhost}. */
    public static Address of(GatewayServer.Bound bound) {
        InetAddress address = bound.address().getAddress();
        boolean local = address.isAnyLocalAddress() || address.isLoopbackAddress();
        return new Address(
                bound.config().name(),
                (local ? "localhost" : literal(address)) + ":" + bound.address().getPort(),
                bound.config().secure(),
                bound.config().protocols());
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    boolean serves(String protocol) {
        return protocols.isEmpty() || protocols.contains(protocol);
    }

    /** The scheme of its WebSocket addresses. */
    String scheme() {
        return secure ? "wss" : "ws";
    }
}
