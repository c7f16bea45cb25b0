package dev.sluice.mqtt;

import dev.sluice.device.CommandHandler;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Devices with their topics, by whatever somebody calls them. They come and go. Confined to the {@link Lane}. */
final class Devices implements AutoCloseable {
    private final Router router;
    private final Link link;
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Complaints complaints;
    private final Outbox outbox;
    private final Supplier<Optional<String>> linkProblem;
    private final Map<String, Known> known = new HashMap<>();
    private final Set<DeviceId> ids = ConcurrentHashMap.newKeySet();

    /**
     * A device.
     *
     * @param topics that have been asked for
     */
    private record Known(DeviceMapping mapping, MqttDevice device, List<Registration> routes, Registration topics) {
        /** Takes the device off the bus, and leaves its topics to whoever comes next. */
        void leave() {
            routes.forEach(Registration::close);
            device.close();
        }
    }

    /**
     * No devices yet.
     *
     * @param linkProblem why there is no connection to the broker, if there is none
     */
    Devices(
            Router router,
            Link link,
            DeviceBus bus,
            Scheduler scheduler,
            Complaints complaints,
            Outbox outbox,
            Supplier<Optional<String>> linkProblem) {
        this.router = router;
        this.link = link;
        this.bus = bus;
        this.scheduler = scheduler;
        this.complaints = complaints;
        this.outbox = outbox;
        this.linkProblem = linkProblem;
    }

    /** Whether a device is just so already. */
    boolean has(String key, DeviceMapping mapping) {
        Known found = known.get(key);
        return found != null && found.mapping.equals(mapping);
    }

    /**
     * Puts a device on the bus, in place of the one that was called so.
     *
     * @param owner who carries out its commands, where the mapping's actions do not say
     * @throws IllegalArgumentException if the id is taken; the device is known all the same
     */
    void put(String key, DeviceMapping mapping, Optional<CommandHandler> owner) {
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
        } finally { // what the broker keeps for the topics comes only now; those that have stayed are not given back
            known.put(key, new Known(mapping, device, routes, link.subscribe(receivers.keySet())));
            topicsBefore.close();
        }
    }

    /** Takes a device away, if it is there. */
    void remove(String key) {
        leave(key).close();
    }

    /** Takes a device off the bus if it is there; what is returned gives its topics back. */
    private Registration leave(String key) {
        Known gone = known.remove(key);
        if (gone == null) {
            return () -> {};
        }
        gone.leave();
        ids.remove(gone.mapping.id());
        return gone.topics;
    }

    Optional<MqttDevice> find(String key) {
        return Optional.ofNullable(known.get(key)).map(Known::device);
    }

    /** What they are called, as of now. */
    Set<String> keys() {
        return Set.copyOf(known.keySet());
    }

    int size() {
        return known.size();
    }

    /** Whether a device of that id is among them; any thread may ask. */
    boolean owns(DeviceId id) {
        return ids.contains(id);
    }

    void linkUp() {
        known.values().forEach(found -> found.device.linkUp());
    }

    void linkDown(String reason) {
        known.values().forEach(found -> found.device.linkDown(reason));
    }

    /** The topics are not given back: the connection ends, too. */
    @Override
    public void close() {
        known.values().forEach(Known::leave);
        known.clear();
    }
}
