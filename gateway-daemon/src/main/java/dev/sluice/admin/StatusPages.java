package dev.sluice.admin;

import dev.sluice.admin.Page.Asked;
import dev.sluice.device.Health;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Headers;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the gateway is doing: for whoever starts and stops it, for Prometheus, for people. */
final class StatusPages {
    /** The text format of Prometheus. */
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Readiness readiness;
    private final Meters meters;
    private final Supplier<ObjectNode> info;
    private final Executor workers;

    /** @param workers for what takes longer than an event loop may */
    StatusPages(Readiness readiness, Meters meters, Supplier<ObjectNode> info, Executor workers) {
        this.readiness = readiness;
        this.meters = meters;
        this.info = info;
        this.workers = workers;
    }

    /** Liveness and readiness are for everybody, the reasons are not: probes have no credentials. */
    List<HttpRoute> routes(AdminGuard guard) {
        return List.of(
                HttpRoute.of("/healthz", (request, parts) -> probe(request, Response.text(200, "alive\n"))),
                HttpRoute.of("/readyz", (request, parts) -> ready(request, guard)),
                Page.get("/metrics", guard, this::metrics),
                Page.get(
                        "/api/info", guard, asked -> CompletableFuture.completedFuture(Answers.json(200, info.get()))));
    }

    private static CompletionStage<Response> probe(Request request, Response answer) {
        boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
        return CompletableFuture.completedFuture((isRead
                        ? answer
                        : Answers.error(405, request.method() + " (expected: GET)")
                                .with("Allow", "GET, HEAD"))
                .with("Cache-Control", "no-store"));
    }

    private CompletionStage<Response> ready(Request request, AdminGuard guard) {
        return guard.authenticate(request)
                .thenCompose(answer -> probe(request, ready(answer instanceof Authentication.Granted)));
    }

    private Response ready(boolean withReasons) {
        Map<String, Health> parts = readiness.parts();
        boolean ready = parts.values().stream().noneMatch(health -> health.state() == Health.State.DOWN);
        ObjectNode json = Json.object().put("ready", ready);
        if (withReasons) {
            ArrayNode list = json.putArray("parts");
            parts.forEach((part, health) -> list.add(part(part, health)));
        }
        return Answers.json(ready ? 200 : 503, json);
    }

    static ObjectNode part(String part, Health health) {
        ObjectNode json = Json.object().put("part", part).put("state", DeviceJson.name(health.state()));
        return health.reason().isEmpty() ? json : json.put("reason", health.reason());
    }

    private CompletionStage<Response> metrics(Asked asked) {
        return CompletableFuture.supplyAsync(
                () -> new Response(
                        200,
                        Headers.of("Content-Type", METRICS),
                        meters.scrape().getBytes(StandardCharsets.UTF_8)),
                workers);
    }
}
