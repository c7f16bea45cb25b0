package dev.sluice.admin;

import dev.sluice.device.Attribute;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.protocol.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * What devices said lately: their numbers of the last quarter of an hour, and the last of everything else. Follows the bus, on
 * the publishers' threads; asked by any thread.
 *
 * <p>Bounded twice: by so many series, each a ring of fixed size, and so many events. When all series are taken, those that
 * have been silent for the whole time give way; if none has, a further attribute is not kept. The oldest event gives way.
 */
public final class DeviceHistory implements AutoCloseable {
    static final Duration TIME = Duration.ofMinutes(15);
    static final int STEP_SECONDS = 2;
    private static final int SPANS = (int) TIME.toSeconds() / STEP_SECONDS;
    private static final int MOST_SERIES = 4096; // 15 MB when all are taken
    private static final int MOST_EVENTS = 5000;

    private final InstantSource clock;
    private final int mostSeries;
    private final int mostEvents;
    private final Map<DeviceId, Map<String, Series>> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong tidied = new AtomicLong(Long.MIN_VALUE);
    private final Deque<DeviceEvent> events = new ArrayDeque<>();
    private final Registration listening;

    /** A history that begins now. */
    public DeviceHistory(DeviceBus bus, InstantSource clock) {
        this(bus, clock, MOST_SERIES, MOST_EVENTS);
    }

    DeviceHistory(DeviceBus bus, InstantSource clock, int mostSeries, int mostEvents) {
        this.clock = clock;
        this.mostSeries = mostSeries;
        this.mostEvents = mostEvents;
        this.listening = bus.subscribe(DeviceFilter.all(), this::onPublished);
    }

    private void onPublished(Published published) {
        if (published.event() instanceof Reading reading) {
            keep(reading);
            return;
        }
        synchronized (events) {
            if (events.size() == mostEvents) {
                events.removeFirst();
            }
            events.addLast(published.event());
        }
    }

    private void keep(Reading reading) {
        for (Map.Entry<String, Attribute> changed : reading.changed().entrySet()) {
            if (changed.getValue().value().isNumber()) {
                keep(
                        reading.device(),
                        changed.getKey(),
                        changed.getValue().value().asDouble());
            }
        }
    }

    private void keep(DeviceId device, String attribute, double value) {
        Map<String, Series> known = numbers.get(device);
        Series series = known == null ? null : known.get(attribute);
        if (series == null) {
            if (!isRoom()) {
                return;
            }
            series = numbers.computeIfAbsent(device, id -> new ConcurrentHashMap<>())
                    .computeIfAbsent(attribute, name -> {
                        taken.incrementAndGet();
                        return new Series(SPANS);
                    });
        }
        series.put(span(), value);
    }

    /** By a few more where many publishers ask at once. Looks for silent ones once a minute, since it looks at all. */
    private boolean isRoom() {
        if (taken.get() < mostSeries) {
            return true;
        }
        long now = span();
        long last = tidied.get();
        if (last > now - SPANS / 15 || !tidied.compareAndSet(last, now)) {
            return false;
        }
        numbers.values().forEach(device -> device.values().removeIf(series -> {
            boolean silent = series.isOlderThan(now - SPANS);
            if (silent) {
                taken.decrementAndGet();
            }
            return silent;
        }));
        numbers.values().removeIf(Map::isEmpty);
        return taken.get() < mostSeries;
    }

    private long span() {
        return Math.floorDiv(clock.instant().getEpochSecond(), STEP_SECONDS);
    }

    /** The numbers of a device: for each attribute its start and its values, a step apart. */
    ObjectNode numbers(DeviceId device) {
        ObjectNode json = Json.object().put("step_seconds", STEP_SECONDS);
        ObjectNode attributes = json.putObject("attributes");
        numbers.getOrDefault(device, Map.of())
                .forEach((name, series) -> series.write(attributes.putObject(name), span(), STEP_SECONDS));
        return json;
    }

    /** The last events that are no readings, newest first. */
    List<DeviceEvent> events(Predicate<DeviceEvent> wanted, int most) {
        List<DeviceEvent> found = new ArrayList<>();
        synchronized (events) {
            for (Iterator<DeviceEvent> i = events.descendingIterator(); i.hasNext() && found.size() < most; ) {
                DeviceEvent event = i.next();
                if (wanted.test(event)) {
                    found.add(event);
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        listening.close();
    }
}
