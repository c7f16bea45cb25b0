package dev.sluice.valtronics;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceId;
import dev.sluice.journal.Journal;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Text;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The integers by which this protocol knows devices: configured, or the lowest free one when a device is first seen, and kept
 * for good. What was given out is a record in the journal, whole each time, so that the newest alone is enough. Safe for use
 * by any thread.
 */
final class DeviceNumbers {
    static final String STREAM = "valtronics/device-ids";

    private static final Logger log = LoggerFactory.getLogger(DeviceNumbers.class);
    private static final long READ_SECONDS = 10;

    private final Journal journal;
    private final Map<DeviceId, Long> numbers = new ConcurrentHashMap<>();
    private final Map<Long, DeviceId> owners = new HashMap<>();

    /** Numbers as configured, then as remembered. To be called at the start: reads the journal. */
    DeviceNumbers(Map<DeviceId, Long> configured, Journal journal) {
        this.journal = journal;
        configured.forEach(this::give);
        remembered().forEach(this::give);
    }

    /** The device's number. */
    long of(Device device) {
        return of(device.id());
    }

    long of(DeviceId id) {
        Long known = numbers.get(id);
        return known == null ? assign(id) : known;
    }

    /** The number of a device that has one. */
    Optional<Long> known(DeviceId id) {
        return Optional.ofNullable(numbers.get(id));
    }

    private synchronized long assign(DeviceId id) {
        Long known = numbers.get(id);
        if (known != null) {
            return known;
        }
        long number = 1;
        while (owners.containsKey(number)) {
            number++;
        }
        give(id, number);
        remember();
        return number;
    }

    /** Gives a device a certain number, if that is still free; true if the device has it now. */
    synchronized boolean claim(DeviceId id, long number) {
        if (give(id, number)) {
            remember();
        }
        return numbers.getOrDefault(id, 0L) == number;
    }

    /** Whose number it is. */
    synchronized Optional<DeviceId> owner(long number) {
        return Optional.ofNullable(owners.get(number));
    }

    private synchronized boolean give(DeviceId id, long number) {
        if (numbers.containsKey(id) || owners.containsKey(number)) {
            return false;
        }
        owners.put(number, id);
        numbers.put(id, number);
        return true;
    }

    /** Writes down what has been given out; also to be called from time to time, or retention might remove it. */
    synchronized void remember() {
        ObjectNode record = Json.object();
        numbers.forEach((id, number) -> record.put(id.value(), number));
        journal.append(STREAM, record.toString().getBytes(StandardCharsets.UTF_8))
                .whenComplete((sequence, failure) -> {
                    if (failure != null) {
                        log.error("the numbers of devices could not be written down: {}", failure.toString());
                    }
                });
    }

    private Map<DeviceId, Long> remembered() {
        Map<DeviceId, Long> remembered = new HashMap<>();
        long newest = journal.last(STREAM);
        try {
            List<Journal.Entry> entries = journal.read(STREAM, newest - 1, newest + 1, 1)
                    .toCompletableFuture()
                    .orTimeout(READ_SECONDS, TimeUnit.SECONDS)
                    .join();
            for (Journal.Entry entry : entries) {
                JsonNode record = Json.read(new Text(entry.data(), 0, entry.data().length));
                record.forEachEntry((id, number) -> remembered.put(new DeviceId(id), number.asLong()));
            }
        } catch (BadJsonException | RuntimeException e) {
            log.error("the numbers of devices could not be read, new ones are given out: {}", e.toString());
        }
        return remembered;
    }
}
