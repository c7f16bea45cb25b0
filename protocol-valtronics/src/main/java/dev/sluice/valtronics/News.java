package dev.sluice.valtronics;

import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.Published;
import dev.sluice.protocol.Payload;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What events mean to clients: worked out by the first session that asks, and kept with the event for all others with the same
 * selection. Safe for use by any thread.
 */
final class News {
    private final SharedSelections selections = new SharedSelections();
    private final DeviceNumbers numbers;
    private final AtomicLong alerts;

    /** Numbers of alerts begin at the time of the start in milliseconds, so that none comes again after a restart. */
    News(DeviceNumbers numbers, InstantSource clock) {
        this.numbers = numbers;
        this.alerts = new AtomicLong(clock.instant().toEpochMilli());
    }

    /** The selection that stands for all that say the same. */
    Selection shared(Selection selection) {
        return selections.of(selection);
    }

    /** What of a reading is wanted. */
    List<Portion> telemetry(Published published, Selection selection) {
        return published
                .form(Portions.class, event -> new Portions(new ConcurrentHashMap<>()))
                .bySelection
                .computeIfAbsent(selection, wanted -> telemetryFor(published, wanted));
    }

    private List<Portion> telemetryFor(Published published, Selection selection) {
        if (published.event() instanceof Reading reading && takesPart(published)) {
            return selection.portions(numbers.of(published.device()), Metrics.of(reading.changed()));
        }
        return List.of();
    }

    /** The message of an alert or a change of status, if it is wanted. */
    Optional<Payload> message(Published published, Selection selection) {
        return published
                .form(Messages.class, event -> new Messages(new ConcurrentHashMap<>()))
                .bySelection
                .computeIfAbsent(selection, wanted -> messageFor(published, wanted));
    }

    private Optional<Payload> messageFor(Published published, Selection selection) {
        if (!takesPart(published)) {
            return Optional.empty();
        }
        long device = numbers.of(published.device());
        if (published.event() instanceof Alert alert && accepts(selection, device, alert)) {
            return Optional.of(published.form(
                    Channel.ALERTS, event -> ValtronicsCodec.alert(alerts.getAndIncrement(), device, alert)));
        }
        if (published.event() instanceof StatusChange change
                && accepts(selection, device, change)
                && !HttpDevices.isGrowth(published, change)) {
            return Optional.of(published.form(
                    Channel.DEVICES,
                    event -> ValtronicsCodec.status(device, change, Metrics.lastSeen(event.device(), change))));
        }
        return Optional.empty();
    }

    private static boolean accepts(Selection selection, long device, Alert alert) {
        String severity = ValtronicsCodec.lower(alert.severity());
        return selection.accepts(
                device,
                filter -> filter.severities().accepts(severity)
                        && filter.alertTypes().accepts(alert.type()));
    }

    private static boolean accepts(Selection selection, long device, StatusChange change) {
        String status = ValtronicsCodec.lower(change.after());
        return selection.accepts(device, filter -> filter.statuses().accepts(status));
    }

    private static boolean takesPart(Published published) {
        return Metrics.has(published.device().profile());
    }

    /** What a reading means to whom; a map, since there may be as many selections as clients. */
    private record Portions(Map<Selection, List<Portion>> bySelection) {}

    /** The same for what is told as a whole. */
    private record Messages(Map<Selection, Optional<Payload>> bySelection) {}
}
