package dev.sluice.mqtt;

import dev.sluice.device.CommandHandler;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.device.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices that conventions have found, at most so many; more are ignored. Confined to the {@link Lane}. */
final class Discovered implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Discovered.class);

    private final int most;
    private final Router router;
    private final Link link;
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Complaints complaints;
    private final Outbox outbox;
    private final Supplier<Optional<String>> linkProblem;
    private final Map<String, Found> found = new HashMap<>();
    private final Set<DeviceId> ids = ConcurrentHashMap.newKeySet();
    private boolean full;

    /**
     * A device.
     *
     * @param topics that have been asked for
     */
    private record Found(DeviceMapping mapping, MqttDevice device, List<Registration> routes, Registration topics) {
        /** Takes the device off the bus, and leaves its topics to whoever comes next. */
        void leave() {
            routes.forEach(Registration::close);
            device.close();
        }
    }

    Discovered(
            int most,
            Router router,
            Link link,
            DeviceBus bus,
            Scheduler scheduler,
            Complaints complaints,
            Outbox outbox,
            Supplier<Optional<String>> linkProblem) {
        this.most = most;
        this.router = router;
        this.link = link;
        this.bus = bus;
        this.scheduler = scheduler;
        this.complaints = complaints;
        this.outbox = outbox;
        this.linkProblem = linkProblem;
    }

    /** A device as its topics are described. */
    void appear(String key, DeviceMapping mapping) {
        appear(key, mapping, Optional.empty());
    }

    /**
     * A device, or one that has changed.
     *
     * @param key what the convention calls it
     * @param owner who carries out its commands, where the mapping's actions do not say
     */
    void appear(String key, DeviceMapping mapping, Optional<CommandHandler> owner) {
        Found before = found.get(key);
        if (before != null && before.mapping.equals(mapping)) {
            return;
        }
        if (before == null && found.size() >= most) {
            if (!full) {
                full = true;
                log.warn(
                        "device {} and further ones are ignored: {} are known (expected: at most that)",
                        mapping.id(),
                        most);
            }
            return;
        }
        Registration topicsBefore = leave(key);
        ConfiguredDevice topics = new ConfiguredDevice(mapping, complaints, outbox);
        MqttDevice device = new MqttDevice(mapping, owner.orElse(topics::handle), bus, scheduler);
        linkProblem.get().ifPresentOrElse(device::linkDown, device::linkUp);
        List<Registration> routes = new ArrayList<>();
        Map<String, Consumer<Message>> receivers = topics.receivers(device);
        receivers.forEach((topic, receiver) -> routes.add(router.topic(topic, receiver)));
        ids.add(mapping.id());
        try {
            device.open();
            log.info("device {} found: {}", mapping.id(), mapping.descriptor().name());
        } catch (IllegalArgumentException e) {
            log.warn("device {} is ignored: {}", mapping.id(), e.getMessage());
        }
        Registration asked =
                link.subscribe(receivers.keySet()); // only now, so that what the broker keeps for them is heard
        found.put(key, new Found(mapping, device, routes, asked));
        topicsBefore.close(); // only now, so that those that have stayed are not given back in between
    }

    /** A device that is no more. */
    void vanish(String key) {
        leave(key).close();
    }

    /** Takes a device off the bus if it is there; what is returned gives its topics back. */
    private Registration leave(String key) {
        Found gone = found.remove(key);
        if (gone == null) {
            return () -> {};
        }
        gone.leave();
        ids.remove(gone.mapping.id());
        full = false;
        return gone.topics;
    }

    /** Whether a device of that id has been found here; any thread may ask. */
    boolean owns(DeviceId id) {
        return ids.contains(id);
    }

    Optional<MqttDevice> device(String key) {
        return Optional.ofNullable(found.get(key)).map(Found::device);
    }

    /** What is said of a device's status. */
    void status(String key, Status status, String reason) {
        device(key).ifPresent(device -> device.status(status, reason));
    }

    void linkUp() {
        found.values().forEach(known -> known.device.linkUp());
    }

    void linkDown(String reason) {
        found.values().forEach(known -> known.device.linkDown(reason));
    }

    /** The topics are not given back: the connection ends, too. */
    @Override
    public void close() {
        found.values().forEach(Found::leave);
        found.clear();
    }
}
