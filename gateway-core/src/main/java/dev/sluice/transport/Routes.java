package dev.sluice.transport;

import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one listener serves, in the order in which protocols are asked whose a request is. */
final class Routes {
    private final List<Socket> sockets = new ArrayList<>();
    private final List<HttpRoute> pages = new ArrayList<>();
    private final Map<String, Protocol.Service> services = new LinkedHashMap<>();

    /**
     * The routes of a listener.
     *
     * @param gates one for each protocol, shared by all listeners
     */
    Routes(ListenerConfig listener, Map<String, Protocol.Service> all, Map<String, Gate> gates) {
        all.forEach((protocol, service) -> {
            if (listener.serves(protocol)) {
                Gate gate = gates.computeIfAbsent(protocol, p -> gate(service));
                services.put(protocol, service);
                service.endpoints().forEach(endpoint -> sockets.add(new Socket(protocol, endpoint, gate)));
                pages.addAll(service.routes());
            }
        });
    }

    private static Gate gate(Protocol.Service service) {
        return new Gate(service.endpoints().stream()
                .map(Endpoint::limits)
                .max(Comparator.comparing(Limits::connections))
                .orElse(Limits.DEFAULT));
    }

    /** The endpoint that a handshake is for: see {@link Endpoint}. */
    Optional<Socket> socket(Request handshake) {
        List<Socket> onPath = onPath(handshake.path());
        return onPath.stream()
                .filter(socket -> socket.endpoint.recognises(handshake))
                .findFirst()
                .or(() -> onPath.stream().findFirst());
    }

    boolean hasSocket(String path) {
        return !onPath(path).isEmpty();
    }

    /** The WebSocket endpoints, in order. */
    List<Socket> sockets() {
        return sockets;
    }

    Optional<Page> page(Request request) {
        for (HttpRoute route : pages) {
            Optional<Map<String, String>> parts = route.path().match(request.path());
            if (parts.isPresent()) {
                return Optional.of(new Page(route, parts.get()));
            }
        }
        return Optional.empty();
    }

    /** The services behind these routes, by protocol. */
    Map<String, Protocol.Service> services() {
        return services;
    }

    private List<Socket> onPath(String path) {
        return sockets.stream()
                .filter(socket -> socket.endpoint.path().match(path).isPresent())
                .toList();
    }

    /** An endpoint of a protocol. */
    record Socket(String protocol, Endpoint endpoint, Gate gate) {
        /** What a new connection may use: as the endpoint says, unless that has changed since the start. */
        Limits limits() {
            return gate.changed().orElseGet(endpoint::limits);
        }
    }

    /** An HTTP route and the named parts of the path that led to it. */
    record Page(HttpRoute route, Map<String, String> parts) {}
}
