package dev.sluice.admin;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device says, into a file: a line with the device as it is at the beginning, then a line for each event. Hears events
 * on the publishers' threads and writes them on a worker; ends by itself when too many wait for the disk or the file is too
 * large.
 */
final class Recording implements AutoCloseable {
    static final int MOST_WAITING = 10_000;
    static final long MOST_CHARACTERS = 64 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(Recording.class);

    private final Path file;
    private final Executor workers;
    private final Writer writer;
    private final Registration listening;
    private List<DeviceEvent> waiting = new ArrayList<>();
    private boolean writing;
    private boolean ended;
    private long events;
    private long characters;

    private Recording(DeviceBus bus, Device device, Path file, Executor workers) throws IOException {
        this.file = file;
        this.workers = workers;
        this.writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        writer.write(DeviceJson.whole(device) + "\n");
        this.listening = bus.subscribe(DeviceFilter.of(device.id()), this::onPublished);
    }

    /** Begins one. */
    static Recording start(DeviceBus bus, Device device, Path file, Executor workers) throws IOException {
        return new Recording(bus, device, file, workers);
    }

    private synchronized void onPublished(Published published) {
        if (ended) {
            return;
        }
        if (waiting.size() == MOST_WAITING) {
            log.warn("recording {} ends: {} events wait for the disk", file.getFileName(), MOST_WAITING);
            ended = true;
        } else {
            waiting.add(published.event());
        }
        if (!writing) {
            try {
                workers.execute(this::write);
                writing = true;
            } catch (RejectedExecutionException e) {
                log.debug("the workers are busy: the next event asks again");
            }
        }
    }

    private void write() {
        while (true) {
            List<DeviceEvent> batch = take();
            if (batch.isEmpty()) {
                return;
            }
            write(batch);
        }
    }

    private synchronized List<DeviceEvent> take() {
        List<DeviceEvent> batch = waiting;
        waiting = new ArrayList<>();
        writing = !batch.isEmpty();
        return batch;
    }

    private void write(List<DeviceEvent> batch) {
        StringBuilder lines = new StringBuilder();
        batch.forEach(event -> lines.append(DeviceJson.event(event)).append('\n'));
        synchronized (writer) {
            try {
                writer.append(lines).flush();
            } catch (IOException e) {
                log.warn("recording {} ends: {}", file.getFileName(), e.toString());
                end();
                return;
            }
        }
        count(batch.size(), lines.length());
    }

    private synchronized void count(int more, int length) {
        events += more;
        characters += length;
        ended = ended || characters > MOST_CHARACTERS;
    }

    private synchronized void end() {
        ended = true;
    }

    synchronized boolean isRunning() {
        return !ended;
    }

    synchronized long events() {
        return events + waiting.size();
    }

    /** Writes what was heard until now. */
    @Override
    public void close() {
        listening.close();
        end();
        write();
        synchronized (writer) {
            try {
                writer.close();
            } catch (IOException e) {
                log.warn("recording {}: {}", file.getFileName(), e.toString());
            }
        }
    }
}
