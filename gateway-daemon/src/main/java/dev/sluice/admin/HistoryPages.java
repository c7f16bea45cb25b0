package dev.sluice.admin;

import dev.sluice.admin.Page.Asked;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What devices said lately. */
final class HistoryPages {
    private final DeviceHistory history;
    private final Executor workers;

    /** @param workers for what takes longer when there is much */
    HistoryPages(DeviceHistory history, Executor workers) {
        this.history = history;
        this.workers = workers;
    }

    List<HttpRoute> routes(AdminGuard guard) {
        return List.of(
                Page.get("/api/devices/{id}/history", guard, this::numbers),
                Page.get("/api/recent", guard, this::events));
    }

    private CompletionStage<Response> numbers(Asked asked) {
        String id = asked.part("id");
        if (!DeviceId.isValid(id)) {
            return CompletableFuture.completedFuture(
                    Answers.error(404, "no device '" + Json.echo(id) + "' (expected: one of GET /api/devices)"));
        }
        return CompletableFuture.supplyAsync(() -> Answers.json(200, history.numbers(new DeviceId(id))), workers);
    }

    private CompletionStage<Response> events(Asked asked) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        DeviceFilter filter = EventsFilter.of(asked.request());
                        List<DeviceEvent> found =
                                history.events(filter::accepts, Paging.of(asked).limit());
                        ObjectNode answer = Json.object();
                        ArrayNode list = answer.putArray("events");
                        found.forEach(event -> list.add(DeviceJson.event(event)));
                        return Answers.json(200, answer);
                    } catch (IllegalArgumentException e) {
                        return Answers.error(400, String.valueOf(e.getMessage()));
                    }
                },
                workers);
    }
}
