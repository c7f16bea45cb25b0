package dev.sluice.placeos;

import dev.sluice.protocol.Headers;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /auth/authority}: what clients ask first, without credentials, from pages of any origin. Safe for use by any
 * thread.
 */
final class Authority {
    static final String PATH = "/auth/authority";

    /** Clients look for {@code [2-9].n.n} to know where the WebSocket is. */
    private static final String VERSION = "v2.0.0";

    private final String name;

    Authority(String name) {
        this.name = name;
    }

    HttpRoute route() {
        return HttpRoute.of(PATH, this::handle);
    }

    private CompletionStage<Response> handle(Request request, Map<String, String> parts) {
        Response response =
                switch (request.method()) {
                    case "GET", "HEAD" -> Response.json(200, describe(request).toString());
                    case "OPTIONS" ->
                        new Response(204, Headers.none(), new byte[0])
                                .with("Access-Control-Allow-Methods", "GET")
                                .with("Access-Control-Allow-Headers", "Authorization, Content-Type, X-API-Key")
                                .with("Access-Control-Max-Age", "600");
                    default ->
                        Response.json(405, "{\"error\":\"method not allowed (expected: GET)\"}")
                                .with("Allow", "GET, HEAD, OPTIONS");
                };
        return CompletableFuture.completedFuture(response.with("Access-Control-Allow-Origin", "*"));
    }

    private ObjectNode describe(Request request) {
        ObjectNode authority = Json.object()
                .put("id", "authority-sluice")
                .put("name", name)
                .put("description", "")
                .put("domain", request.headers().first("Host").orElse("localhost"))
                .put("login_url", "/login?continue={{url}}")
                .put("logout_url", "/auth/logout")
                .put("session", false)
                .put("production", false)
                .put("version", VERSION);
        authority.putObject("config");
        return authority;
    }
}
