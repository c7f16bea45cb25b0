package dev.sluice.valtronics;

import dev.sluice.device.Attribute;
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
import java.util.function.Function;

/**
 * What events mean to clients: worked out by the first session that asks, and kept with the event for all others with the same
 * selection. Safe for use by any thread.
 */
final class News {
    private final SharedSelections selections = new SharedSelections();
    private final DeviceNumbers numbers;
    private final AtomicLong alerts;
    private final Function<Published, Said> says = this::say;

    /** Numbers of alerts begin at the time of the start in milliseconds, so that none comes again after a restart. */
    News(DeviceNumbers numbers, InstantSource clock) {
        this.numbers = numbers;
        this.alerts = new AtomicLong(clock.instant().toEpochMilli());
    }

    /** The selection that stands for all that say the same. */
    Selection shared(Selection selection) {
        return selections.of(selection);
    }

    DeviceNumbers numbers() {
        return numbers;
    }

    /** What of a reading is wanted. */
    List<Portion> telemetry(Published published, Selection selection) {
        Said said = said(published);
        return said.isFor(selection) ? said.portions(selection) : List.of();
    }

    /** The message of an alert or a change of status, if it is wanted. */
    Optional<Payload> message(Published published, Selection selection) {
        Said said = said(published);
        return said.isFor(selection)
                ? said.messages.computeIfAbsent(selection, wanted -> message(published, said.device, wanted))
                : Optional.empty();
    }

    private Optional<Payload> message(Published published, long device, Selection selection) {
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

    private Said said(Published published) {
        return published.form(Said.class, says);
    }

    private Said say(Published published) {
        if (!Metrics.has(published.device().profile())) {
            return Said.NOTHING;
        }
        Map<String, Attribute> metrics =
                published.event() instanceof Reading reading ? Metrics.of(reading.changed()) : Map.of();
        return new Said(true, numbers.of(published.device()), metrics);
    }

    /** An event in the words of this protocol, and what of it which clients want: maps, since there may be as many as clients. */
    private static final class Said {
        private static final Said NOTHING = new Said(false, 0L, Map.of());

        private final boolean takesPart;
        private final Long device;
        private final Map<String, Attribute> metrics;
        private final Map<Selection, List<Portion>> portions = new ConcurrentHashMap<>();
        private final Map<Portion.Likeness, Portion> distinct = new ConcurrentHashMap<>();
        private final Map<Selection, Optional<Payload>> messages = new ConcurrentHashMap<>();

        Said(boolean takesPart, Long device, Map<String, Attribute> metrics) {
            this.takesPart = takesPart;
            this.device = device;
            this.metrics = metrics;
        }

        List<Portion> portions(Selection selection) {
            List<Portion> known = portions.get(selection);
            return known == null ? portions.computeIfAbsent(selection, this::workOut) : known;
        }

        /** Different selections often come to the same: then it is one message, for one frame to all. */
        private List<Portion> workOut(Selection selection) {
            return selection.portions(device, metrics).stream()
                    .map(portion -> distinct.computeIfAbsent(portion.likeness(), likeness -> portion))
                    .toList();
        }

        /** Whether its device is one of those selected: mostly it is not, and nothing more is to be done. */
        boolean isFor(Selection selection) {
            return takesPart && selection.isAbout(device);
        }
    }
}
