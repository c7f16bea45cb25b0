package dev.sluice.admin;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Scheduler;
import dev.sluice.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All recordings: files in one folder, those that are being made, those that are being replayed. Called by workers. */
public final class Recordings implements AutoCloseable {
    static final int MOST_AT_ONCE = 16;
    private static final int MOST_LISTED = 200;
    private static final String SUFFIX = ".jsonl";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,150}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Executor workers;
    private final Map<String, Recording> made = new HashMap<>();
    private final Map<String, Replay> replayed = new HashMap<>();

    /**
     * Those of a folder.
     *
     * @param folder made when the first recording is
     */
    public Recordings(Path folder, DeviceBus bus, Scheduler scheduler, Executor workers) {
        this.folder = folder;
        this.bus = bus;
        this.scheduler = scheduler;
        this.workers = workers;
    }

    /** Begins a recording; its name. Empty if too much is under way. */
    synchronized Optional<String> record(Device device) throws IOException {
        tidy();
        if (made.size() + replayed.size() >= MOST_AT_ONCE) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        Instant now = scheduler.instant();
        String name = device.id().value().replace(':', '_').replaceFirst("^[^A-Za-z0-9]", "x") + "-" + TIME.format(now);
        made.put(name, Recording.start(bus, device, file(name), workers));
        return Optional.of(name);
    }

    /**
     * Replays one as a device, whose id is the answer. Empty if too much is under way.
     *
     * @throws IllegalArgumentException if it is no recording, or is being replayed
     */
    synchronized Optional<DeviceId> replay(String name) throws IOException {
        tidy();
        if (made.containsKey(name) || replayed.containsKey(name)) {
            throw new IllegalArgumentException(
                    "a recording that is being made or replayed (expected: one that is not)");
        }
        if (made.size() + replayed.size() >= MOST_AT_ONCE) {
            return Optional.empty();
        }
        String id = "replay-" + name;
        Replay replay = Replay.start(
                bus, scheduler, workers, file(name), new DeviceId(id.substring(0, Math.min(id.length(), 128))));
        replayed.put(name, replay);
        return Optional.of(replay.device());
    }

    /** Ends what is being done with one. */
    synchronized void stop(String name) {
        Optional.ofNullable(made.remove(name)).ifPresent(Recording::close);
        Optional.ofNullable(replayed.remove(name)).ifPresent(Replay::close);
    }

    synchronized void delete(String name) throws IOException {
        stop(name);
        Files.delete(file(name));
    }

    boolean has(String name) {
        return NAME.matcher(name).matches() && Files.isRegularFile(file(name));
    }

    /** The newest ones first. */
    synchronized ObjectNode json() throws IOException {
        tidy();
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("recordings");
        for (Path file : files()) {
            String name = file.getFileName().toString().replace(SUFFIX, "");
            ObjectNode one = list.addObject().put("name", name).put("bytes", Files.size(file));
            Recording recording = made.get(name);
            Replay replay = replayed.get(name);
            one.put("state", recording != null ? "recording" : replay != null ? "replaying" : "kept");
            if (recording != null) {
                one.put("events", recording.events());
            }
            if (replay != null) {
                one.put("device", replay.device().value());
            }
        }
        return json;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing((Path file) -> file.toFile().lastModified())
                            .reversed())
                    .limit(MOST_LISTED)
                    .toList();
        }
    }

    /** Those that ended by themselves. */
    private void tidy() {
        made.values().removeIf(recording -> {
            boolean over = !recording.isRunning();
            if (over) {
                recording.close();
            }
            return over;
        });
        replayed.values().removeIf(replay -> !replay.isRunning());
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }

    @Override
    public synchronized void close() {
        made.values().forEach(Recording::close);
        replayed.values().forEach(Replay::close);
        made.clear();
        replayed.clear();
    }
}
