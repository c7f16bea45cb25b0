package dev.sluice.valtronics;

import dev.sluice.device.Attribute;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.device.Status;
import dev.sluice.device.ValueSpec;
import dev.sluice.valtronics.TelemetryPost.Item;
import dev.sluice.valtronics.ValtronicsConfig.IngestConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Devices that speak HTTP. The first telemetry puts such a device on the bus; a metric that it has not shown before takes it off
 * and puts it on again, since a profile does not grow: {@link #isGrowth} tells these changes of status, which mean nothing to
 * anybody, from others. Telemetry may also come for a device that an adapter owns, as far as its
 * profile has the metric. Called by event loops and the scheduler; one short lock keeps what is published of a device in order.
 */
final class HttpDevices {
    /** The kind of the devices that come into being here. */
    static final String KIND = "http-sensor";

    /** Why the bus says that a device has come, and that it has gone. */
    private static final String CAME = "registered";

    private static final String WENT = "unregistered";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final DeviceNumbers numbers;
    private final IngestConfig config;
    private final Map<DeviceId, Owned> owned = new HashMap<>();

    HttpDevices(DeviceBus bus, Scheduler scheduler, DeviceNumbers numbers, IngestConfig config) {
        this.bus = bus;
        this.scheduler = scheduler;
        this.numbers = numbers;
        this.config = config;
    }

    /** Whether a device only got another metric: it leaves the bus for nothing else, and comes back with its values. */
    static boolean isGrowth(Published published, StatusChange change) {
        Device device = published.device();
        return device.kind().equals(KIND)
                && (change.reason().equals(WENT)
                        || (change.reason().equals(CAME) && !device.attributes().isEmpty()));
    }

    /** Telemetry that is not taken; the message says why. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message, null, false, false); // ordinary bad input, and it may come fast
        }
    }

    /**
     * Takes telemetry of a device.
     *
     * @param name its number or its id
     */
    synchronized void take(String name, List<Item> items) throws RefusedException {
        DeviceId id = id(name);
        Optional<Device> known = bus.find(id);
        if (known.isPresent() && !owned.containsKey(id)) {
            publish(known.get(), items);
            return;
        }
        if (owned.size() >= config.devices() && !owned.containsKey(id)) {
            throw new RefusedException(
                    "device: found one more (expected: at most " + config.devices() + " that speak HTTP)");
        }
        Owned device = owned.getOrDefault(id, new Owned(id));
        device.checkRoom(items);
        owned.put(id, device);
        device.wake(); // first: who was offline has to be told online by itself, not as a growth
        device.grow(items);
        publish(bus.find(id).orElseThrow(), items);
    }

    private DeviceId id(String name) throws RefusedException {
        if (!NUMBER.matcher(name).matches()) {
            return new DeviceId(name);
        }
        long number = Long.parseLong(name);
        Optional<DeviceId> owner = numbers.owner(number);
        DeviceId id = owner.orElseGet(() -> new DeviceId("http-" + number));
        if (owner.isEmpty() && !numbers.claim(id, number)) {
            throw new RefusedException("device: found a number that another device has (expected: a free one)");
        }
        return id;
    }

    /** All of it, or nothing if the profile has one of the metrics not, or not with such a value. */
    private void publish(Device device, List<Item> items) throws RefusedException {
        Instant now = scheduler.instant();
        List<Map<String, Attribute>> readings = new ArrayList<>();
        readings.add(new LinkedHashMap<>());
        for (Item item : items) {
            String name = Metrics.attribute(item.metric());
            String unit = checkedUnit(device, name, item);
            Attribute attribute = new Attribute(item.value(), item.unit().isEmpty() ? unit : item.unit(), item.at());
            if (readings.get(readings.size() - 1).containsKey(name)) {
                readings.add(new LinkedHashMap<>()); // a metric twice: two readings, in the order given
            }
            readings.get(readings.size() - 1).put(name, attribute);
        }
        readings.forEach(changed -> bus.publish(new Reading(device.id(), changed, now)));
    }

    private static String checkedUnit(Device device, String attribute, Item item) throws RefusedException {
        try {
            return device.profile()
                    .attribute(attribute, item.value(), item.at())
                    .unit();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "metric: found one that does not fit this device (expected: a metric of its profile,"
                            + " with a value in range)");
        }
    }

    /** A device that this plug-in has put on the bus. Guarded by the lock of {@link HttpDevices}. */
    private final class Owned {
        private final DeviceId id;
        private final Map<String, ValueSpec> metrics = new LinkedHashMap<>();
        private Registration registration = () -> {};
        private Registration silence = () -> {};

        Owned(DeviceId id) {
            this.id = id;
        }

        /** All metrics that there ever were stay in the profile, so there is a bound. */
        private void checkRoom(List<Item> items) throws RefusedException {
            Set<String> all = new HashSet<>(metrics.keySet());
            items.forEach(item -> all.add(Metrics.attribute(item.metric())));
            if (all.size() > config.metrics()) {
                throw new RefusedException(
                        "metric: found one more (expected: at most " + config.metrics() + " of one device)");
            }
        }

        private void grow(List<Item> items) {
            int before = metrics.size();
            items.forEach(
                    item -> metrics.computeIfAbsent(Metrics.attribute(item.metric()), name -> number(item.unit())));
            if (metrics.size() > before) {
                Map<String, JsonNode> last = new HashMap<>();
                bus.find(id).ifPresent(device -> device.attributes()
                        .forEach((name, attribute) -> last.put(name, attribute.value())));
                registration.close();
                registration = bus.register(
                        new DeviceDescriptor(id, new Profile(KIND, metrics, Map.of()), id.value(), last), this::refuse);
            }
        }

        private static ValueSpec number(String unit) {
            return new ValueSpec(
                    ValueSpec.Type.NUMBER, unit, OptionalDouble.empty(), OptionalDouble.empty(), List.of(), false, "");
        }

        private CompletionStage<Outcome> refuse(Command command) {
            return CompletableFuture.completedFuture(
                    Outcome.refused(Reason.UNSUPPORTED, "device " + id + " only reports"));
        }

        /** It has spoken: it is online, until it is silent for too long. */
        private void wake() {
            tell(Status.ONLINE, "telemetry");
            silence.close();
            silence = scheduler.after(config.silence(), this::onSilence);
        }

        private void onSilence() {
            synchronized (HttpDevices.this) {
                tell(Status.OFFLINE, "no telemetry for " + text(config.silence()));
            }
        }

        private void tell(Status status, String reason) {
            Status before = bus.find(id).map(Device::status).orElse(status);
            if (before != status) {
                bus.publish(new StatusChange(id, before, status, reason, scheduler.instant()));
            }
        }

        private static String text(Duration duration) {
            return duration.toSeconds() + " s";
        }
    }
}
