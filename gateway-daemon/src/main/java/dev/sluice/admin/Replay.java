package dev.sluice.admin;

import dev.sluice.device.Attribute;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.device.Status;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A {@link Recording} as a device: says what was said then, at the same distances, and takes no commands. Read by a worker a
 * line ahead, told by the scheduler; goes off the bus at the end.
 */
final class Replay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Replay.class);
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Executor workers;
    private final Path file;
    private final DeviceId id;
    private final BufferedReader reader;
    private final Profile profile;
    private final Registration registration;
    private @Nullable Instant told;
    private Registration timer = () -> {};
    private boolean ended;

    private Replay(DeviceBus bus, Scheduler scheduler, Executor workers, Path file, DeviceId id, BufferedReader reader)
            throws IOException {
        this.bus = bus;
        this.scheduler = scheduler;
        this.workers = workers;
        this.file = file;
        this.id = id;
        this.reader = reader;
        JsonNode first = json(String.valueOf(reader.readLine()));
        String kind = first.path("kind").asString("");
        byte[] text = first.path("profile").toString().getBytes(StandardCharsets.UTF_8);
        this.profile = Profile.read(kind, new ByteArrayInputStream(text)); // JSON is YAML, too
        Map<String, JsonNode> initial = new LinkedHashMap<>();
        first.path("attributes").forEachEntry((name, attribute) -> initial.put(name, attribute.path("value")));
        String name = first.path("name").asString(kind) + " (recorded)";
        this.registration = bus.register(
                new DeviceDescriptor(id, profile, name, initial),
                command -> CompletableFuture.completedFuture(
                        Outcome.refused(Outcome.Reason.UNSUPPORTED, "a recording takes no commands")));
    }

    /**
     * Puts the device on the bus and begins.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no recording, or the device's id is taken
     */
    static Replay start(DeviceBus bus, Scheduler scheduler, Executor workers, Path file, DeviceId id)
            throws IOException {
        BufferedReader reader = Files.newBufferedReader(file);
        try {
            Replay replay = new Replay(bus, scheduler, workers, file, id, reader);
            replay.next();
            return replay;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private void next() {
        try {
            workers.execute(this::read);
        } catch (RejectedExecutionException e) {
            close();
        }
    }

    private void read() {
        try {
            String line = reader.readLine();
            if (line == null) {
                close();
                return;
            }
            JsonNode event = json(line);
            Instant at = Instant.parse(event.path("at").asString(""));
            tellLater(event, pause(at));
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            log.warn("replay of {} ends: {}", file.getFileName(), e.toString());
            close();
        }
    }

    private synchronized Duration pause(Instant at) {
        Instant before = told;
        told = at;
        Duration pause = before == null ? Duration.ZERO : Duration.between(before, at);
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : pause;
    }

    private synchronized void tellLater(JsonNode event, Duration pause) {
        if (!ended) {
            timer = scheduler.after(pause, () -> tell(event));
        }
    }

    private void tell(JsonNode event) {
        try {
            bus.publish(event(event, scheduler.instant()));
            next();
        } catch (IllegalArgumentException e) {
            log.warn("replay of {} ends: {}", file.getFileName(), e.getMessage());
            close();
        }
    }

    private DeviceEvent event(JsonNode json, Instant now) {
        return switch (json.path("event").asString("")) {
            case "reading" -> new Reading(id, attributes(json.path("attributes"), now), now);
            case "status-change" ->
                new StatusChange(id, status(), constant(Status.class, json, "after"), text(json, "reason"), now);
            case "alert" ->
                new Alert(
                        id,
                        json.path("id").asLong(1),
                        constant(Severity.class, json, "severity"),
                        text(json, "type"),
                        text(json, "title"),
                        text(json, "message"),
                        json.path("metadata"),
                        now);
            case "log-line" ->
                new LogLine(id, constant(Level.class, json, "level"), text(json, "source"), text(json, "message"), now);
            default -> throw new IllegalArgumentException("a line that is no event of a device");
        };
    }

    private Map<String, Attribute> attributes(JsonNode json, Instant now) {
        Map<String, Attribute> changed = new LinkedHashMap<>();
        json.forEachEntry((name, value) -> changed.put(name, profile.attribute(name, value.path("value"), now)));
        return changed;
    }

    private Status status() {
        return bus.find(id).map(device -> device.status()).orElse(Status.OFFLINE);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode json, String member) {
        return Enum.valueOf(type, text(json, member).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static String text(JsonNode json, String member) {
        return json.path(member).asString("");
    }

    private static JsonNode json(String line) {
        try {
            return JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a line that is no JSON", e);
        }
    }

    synchronized boolean isRunning() {
        return !ended;
    }

    DeviceId device() {
        return id;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            timer.close();
        }
        registration.close();
        try {
            reader.close();
        } catch (IOException e) {
            log.debug("replay of {}: {}", file.getFileName(), e.toString());
        }
    }
}
