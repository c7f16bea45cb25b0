package dev.sluice.valtronics;

import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.valtronics.Traffic.Figures;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The counters of connections and messages, for whoever shows a token. Called on the event loop of whoever asks. */
final class TrafficPage {
    private static final String SCHEME = "Bearer ";

    private final Authenticator authenticator;
    private final Traffic traffic;
    private final InstantSource clock;

    TrafficPage(Authenticator authenticator, Traffic traffic, InstantSource clock) {
        this.authenticator = authenticator;
        this.traffic = traffic;
        this.clock = clock;
    }

    HttpRoute route() {
        return HttpRoute.of("/api/v1/websocket/stats", (request, parts) -> handle(request));
    }

    private CompletionStage<Response> handle(Request request) {
        if (!request.method().equals("GET")) {
            return CompletableFuture.completedFuture(
                    Response.json(405, "{\"error\":\"method not allowed (expected: GET)\"}")
                            .with("Allow", "GET"));
        }
        String token = request.headers()
                .first("Authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).trim())
                .orElse("");
        return authenticator
                .from(request.remote().getAddress())
                .bearer(ValtronicsProvider.NAME, token)
                .thenApply(bearer -> bearer.filter(
                        known -> Access.isForClients(known) && clock.instant().isBefore(known.expires()))
                .map(known -> page(traffic.figures()))
                .orElseGet(() -> Response.json(401, "{\"error\":\"no valid token (expected: Bearer)\"}")
                        .with("WWW-Authenticate", "Bearer realm=\"sluice valtronics\"")));
    }

    private static Response page(Figures figures) {
        ObjectNode page = Json.object()
                .put("totalConnections", figures.totalConnections())
                .put("activeConnections", figures.activeConnections())
                .put("messagesReceived", figures.messagesReceived())
                .put("messagesSent", figures.messagesSent())
                .put("averageConnectionDuration", figures.averageDuration().toMillis() / 1000.0)
                .put("messagesPerConnection", figures.messagesPerConnection());
        ArrayNode connections = page.putArray("connections");
        figures.connections().forEach(connection -> connections
                .addObject()
                .put("id", connection.id())
                .put("connectedAt", ValtronicsCodec.text(connection.connectedAt()))
                .put("messagesReceived", connection.messagesReceived())
                .put("messagesSent", connection.messagesSent()));
        return Response.json(200, page.toString()).with("Cache-Control", "no-store");
    }
}
