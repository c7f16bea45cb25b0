package dev.sluice.admin;

import dev.sluice.admin.Page.Asked;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Scheduler;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Response;
import dev.sluice.protocol.Text;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The scenario, one at a time: begin one, look how far it is, end it. */
final class ScenarioPages {
    private static final Logger log = LoggerFactory.getLogger(ScenarioPages.class);

    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Executor workers;
    private Optional<Scenario> current = Optional.empty();

    /** @param workers for reading what may be long */
    ScenarioPages(DeviceBus bus, Scheduler scheduler, Executor workers) {
        this.bus = bus;
        this.scheduler = scheduler;
        this.workers = workers;
    }

    List<HttpRoute> routes(AdminGuard guard) {
        return List.of(Page.of("/api/scenario", List.of("GET", "HEAD", "POST", "DELETE"), guard, this::answer));
    }

    private CompletionStage<Response> answer(Asked asked) {
        return switch (asked.request().method()) {
            case "POST" -> CompletableFuture.supplyAsync(() -> start(asked), workers);
            case "DELETE" -> CompletableFuture.completedFuture(stop());
            default -> CompletableFuture.completedFuture(show());
        };
    }

    private Response start(Asked asked) {
        try {
            String issuer = "admin:" + asked.principal().name();
            Scenario scenario = new Scenario(bus, issuer, steps(asked.request().body()));
            if (!take(scenario)) {
                return Answers.error(409, "a scenario that runs (expected: none; DELETE ends it)");
            }
            scenario.start(scheduler);
            log.info(
                    "a scenario is begun by {} from {}", issuer, asked.request().remote());
            return show();
        } catch (BadJsonException | IllegalArgumentException e) {
            return Answers.error(400, String.valueOf(e.getMessage()));
        }
    }

    private synchronized boolean take(Scenario next) {
        if (current.filter(Scenario::isRunning).isPresent()) {
            return false;
        }
        current = Optional.of(next);
        return true;
    }

    private static List<ScenarioStep> steps(byte[] body) throws BadJsonException {
        JsonNode steps = Json.read(new Text(body, 0, body.length)).path("steps");
        if (steps.isArray()) {
            return ScenarioStep.list(steps.toString());
        }
        if (!steps.isString()) {
            throw new IllegalArgumentException("body: no steps (expected: {\"steps\": a list, or a text with YAML})");
        }
        return ScenarioStep.list(steps.stringValue());
    }

    private synchronized Response stop() {
        current.ifPresent(Scenario::stop);
        return show();
    }

    private synchronized Response show() {
        return Answers.json(
                200, current.map(Scenario::json).orElseGet(() -> Json.object().put("state", "none")));
    }
}
