package dev.sluice.admin;

import dev.sluice.admin.Page.Asked;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Response;
import dev.sluice.protocol.Text;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recordings: the list, begin one, end it, replay it, forget it. */
final class RecordingPages {
    private static final Logger log = LoggerFactory.getLogger(RecordingPages.class);

    private final Recordings recordings;
    private final DeviceBus bus;
    private final Executor workers;

    /** @param workers for files */
    RecordingPages(Recordings recordings, DeviceBus bus, Executor workers) {
        this.recordings = recordings;
        this.bus = bus;
        this.workers = workers;
    }

    List<HttpRoute> routes(AdminGuard guard) {
        return List.of(
                Page.of("/api/recordings", List.of("GET", "HEAD", "POST"), guard, this::all),
                Page.of("/api/recordings/{name}", List.of("DELETE"), guard, asked -> one(asked, "delete")),
                Page.post("/api/recordings/{name}/{action}", guard, asked -> one(asked, asked.part("action"))));
    }

    private CompletionStage<Response> all(Asked asked) {
        return work(
                () -> asked.request().method().equals("POST") ? start(asked) : Answers.json(200, recordings.json()));
    }

    private Response start(Asked asked) throws IOException {
        Optional<Device> device = device(asked.request().body());
        if (device.isEmpty()) {
            return Answers.error(404, "no such device (expected: {\"device\": one of GET /api/devices})");
        }
        Optional<String> name = recordings.record(device.get());
        log.info(
                "device {} is recorded by admin:{}",
                device.get().id(),
                asked.principal().name());
        return name.map(text -> Answers.json(200, Json.object().put("name", text)))
                .orElseGet(RecordingPages::tooMany);
    }

    private Optional<Device> device(byte[] body) {
        try {
            String id = Json.read(new Text(body, 0, body.length)).path("device").asString("");
            return DeviceId.isValid(id) ? bus.find(new DeviceId(id)) : Optional.empty();
        } catch (BadJsonException e) {
            return Optional.empty();
        }
    }

    private CompletionStage<Response> one(Asked asked, String action) {
        String name = asked.part("name");
        return work(() -> recordings.has(name)
                ? carryOut(name, action)
                : Answers.error(404, "no recording '" + Json.echo(name) + "' (expected: one of GET /api/recordings)"));
    }

    private Response carryOut(String name, String action) throws IOException {
        switch (action) {
            case "replay" -> {
                return recordings
                        .replay(name)
                        .map(id -> Answers.json(200, Json.object().put("device", id.value())))
                        .orElseGet(RecordingPages::tooMany);
            }
            case "stop" -> recordings.stop(name);
            case "delete" -> recordings.delete(name);
            default -> {
                return Answers.error(404, "'" + Json.echo(action) + "' (expected: stop or replay)");
            }
        }
        return Answers.json(200, recordings.json());
    }

    private static Response tooMany() {
        return Answers.error(409, Recordings.MOST_AT_ONCE + " under way (expected: less)");
    }

    private CompletionStage<Response> work(Task task) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return task.run();
                    } catch (IllegalArgumentException e) {
                        return Answers.error(409, String.valueOf(e.getMessage()));
                    } catch (IOException e) {
                        log.warn("recordings: {}", e.toString());
                        return Answers.error(500, "a file that cannot be read or written (see the log)");
                    }
                },
                workers);
    }

    @FunctionalInterface
    private interface Task {
        Response run() throws IOException;
    }
}
