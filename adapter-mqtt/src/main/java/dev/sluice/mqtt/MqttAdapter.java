package dev.sluice.mqtt;

import dev.sluice.device.Adapter;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Health;
import dev.sluice.device.Scheduler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MQTT adapter. Started and closed by one thread, the daemon's; in between it lives on its {@link Lane}. */
final class MqttAdapter implements Adapter {
    private static final Logger log = LoggerFactory.getLogger(MqttAdapter.class);
    private static final int LONGEST_FAREWELL_SECONDS = 2;

    private volatile MqttConfig config;
    private final Client.Factory clients;
    private final Supplier<Lane> lanes;
    private final DoubleSupplier chance;
    private volatile Optional<Running> running = Optional.empty();

    /**
     * An adapter that is not started yet.
     *
     * @param lanes makes the lane, once
     * @param chance numbers from 0 up to 1
     */
    MqttAdapter(MqttConfig config, Client.Factory clients, Supplier<Lane> lanes, DoubleSupplier chance) {
        this.config = config;
        this.clients = clients;
        this.lanes = lanes;
        this.chance = chance;
    }

    /** What the broker tells others when it loses us: there can be only one, and a gateway that publishes needs it for that. */
    static Optional<Message> lastWill(MqttConfig config) {
        return config.publishing().on()
                ? Optional.of(Publisher.lastWill(config.publishing()))
                : config.broker().statusTopic().map(topic -> Message.of(topic, "offline", true));
    }

    @Override
    public void start(DeviceBus bus, Scheduler scheduler) {
        Running started = new Running(bus, scheduler);
        running = Optional.of(started);
        try {
            started.open();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public Set<String> changeable() {
        return Set.of("devices");
    }

    /** The devices only, and only if it is the same broker: where adapters change places they have to be started anew. */
    @Override
    public void reconfigure(Adapter next) {
        if (next instanceof MqttAdapter other
                && other.config.broker().name().equals(config.broker().name())) {
            config = config.with(other.config.devices());
            running.ifPresent(Running::changeDevices);
        }
    }

    @Override
    public Health health() {
        return running.flatMap(started -> started.linkProblem)
                .map(Health::degraded)
                .orElse(Health.UP);
    }

    @Override
    public void close() {
        running.ifPresent(Running::close);
        running = Optional.empty();
    }

    /** What there is between start and close. */
    private final class Running implements Link.Listener {
        private final Router router = new Router(config.limits().payloadBytes());
        private final Lane lane = lanes.get();
        private final Link link;
        private final Devices configured;
        private final Devices found;
        private final Optional<Publisher> publisher;
        private volatile Optional<String> linkProblem = Optional.of(MqttDevice.NOT_YET);

        Running(DeviceBus bus, Scheduler scheduler) {
            link = new Link(config.broker(), clients, lane, scheduler, router::route, this, chance);
            Outbox outbox = new Outbox(link, bus, config.limits().commands());
            Complaints complaints = new Complaints();
            configured = new Devices(router, link, bus, scheduler, complaints, outbox, () -> linkProblem);
            found = new Devices(router, link, bus, scheduler, complaints, outbox, () -> linkProblem);
            publisher = config.publishing().on()
                    ? Optional.of(new Publisher(
                            config.publishing(), link, lane, router, bus, id -> configured.owns(id) || found.owns(id)))
                    : Optional.empty();
            Discovered discovered = new Discovered(config.limits().discovered(), found);
            MqttConfig.Conventions conventions = config.conventions();
            conventions.homie().ifPresent(base -> follow(new HomieConvention(base, discovered, this::isOurs)));
            conventions
                    .homeAssistant()
                    .ifPresent(prefix -> follow(new HomeAssistantConvention(prefix, discovered, this::isOurObject)));
            conventions
                    .valtronics()
                    .ifPresent(prefix -> follow(new ValtronicsConvention(prefix, discovered, outbox, scheduler)));
            config.broker().statusTopic().ifPresent(topic -> link.atBirth(Message.of(topic, "online", true)));
        }

        private boolean isOurs(String id) {
            return publisher.filter(ours -> ours.isOurs(id)).isPresent();
        }

        private boolean isOurObject(String id) {
            return publisher.filter(ours -> ours.isOurObject(id)).isPresent();
        }

        private void follow(Convention convention) {
            convention.filters().forEach(filter -> router.filter(filter, convention::on));
            link.subscribe(convention.filters());
        }

        void open() {
            config.devices().forEach(device -> configured.put(device.id().value(), device, Optional.empty()));
            publisher.ifPresent(Publisher::start);
            lane.execute(link::start);
        }

        /** What has stayed as it was does not notice. */
        void changeDevices() {
            List<DeviceMapping> next = config.devices();
            lane.execute(() -> {
                Set<String> gone = new HashSet<>(configured.keys());
                next.forEach(device -> gone.remove(device.id().value()));
                gone.forEach(configured::remove);
                next.forEach(this::change);
                log.info("MQTT broker {}: devices read again", config.broker().name());
            });
        }

        private void change(DeviceMapping device) {
            String key = device.id().value();
            if (configured.has(key, device)) {
                return;
            }
            try {
                configured.put(key, device, Optional.empty());
            } catch (IllegalArgumentException e) {
                log.warn("device {} is ignored: {}", device.id(), e.getMessage());
            }
        }

        @Override
        public void up() {
            linkProblem = Optional.empty();
            configured.linkUp();
            found.linkUp();
            publisher.ifPresent(Publisher::up);
        }

        @Override
        public void down(String reason) {
            linkProblem = Optional.of(reason);
            configured.linkDown(reason);
            found.linkDown(reason);
        }

        void close() {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            lane.execute(() -> leave().whenComplete((done, failure) -> gone.complete(null)));
            lane.close();
            try {
                gone.get(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                log.debug(
                        "MQTT broker {} did not hear the farewell: {}",
                        config.broker().name(),
                        e.toString());
            }
        }

        private CompletionStage<Void> leave() {
            publisher.ifPresent(Publisher::close);
            configured.close();
            found.close();
            List<Message> farewell = new ArrayList<>();
            publisher.ifPresent(ours -> farewell.add(ours.farewell()));
            config.broker().statusTopic().ifPresent(topic -> farewell.add(Message.of(topic, "offline", true)));
            return link.close(farewell);
        }
    }
}
