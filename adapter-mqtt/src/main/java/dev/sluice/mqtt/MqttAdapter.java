package dev.sluice.mqtt;

import dev.sluice.device.Adapter;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Health;
import dev.sluice.device.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MQTT adapter. Started and closed by one thread, the daemon's; in between it lives on its {@link Lane}. */
final class MqttAdapter implements Adapter {
    private static final Logger log = LoggerFactory.getLogger(MqttAdapter.class);
    private static final int LONGEST_FAREWELL_SECONDS = 2;

    private final MqttConfig config;
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
        private final Map<String, MqttDevice> devices = new LinkedHashMap<>();
        private final Lane lane = lanes.get();
        private final Link link;
        private final Discovered discovered;
        private final Optional<Publisher> publisher;
        private volatile Optional<String> linkProblem = Optional.of(MqttDevice.NOT_YET);

        Running(DeviceBus bus, Scheduler scheduler) {
            link = new Link(config.broker(), clients, lane, scheduler, router::route, this, chance);
            Outbox outbox = new Outbox(link, bus, config.limits().commands());
            Complaints complaints = new Complaints();
            for (DeviceMapping mapping : config.devices()) {
                ConfiguredDevice topics = new ConfiguredDevice(mapping, complaints, outbox);
                MqttDevice device = new MqttDevice(mapping, topics::handle, bus, scheduler);
                devices.put(mapping.id().value(), device);
                topics.receivers(device).forEach((topic, receiver) -> {
                    router.topic(topic, receiver);
                    link.subscribe(List.of(topic));
                });
            }
            discovered = new Discovered(
                    config.limits().discovered(), router, link, bus, scheduler, complaints, outbox, () -> linkProblem);
            Set<DeviceId> behind =
                    config.devices().stream().map(DeviceMapping::id).collect(Collectors.toSet());
            publisher = config.publishing().on()
                    ? Optional.of(new Publisher(
                            config.publishing(),
                            link,
                            lane,
                            router,
                            bus,
                            id -> behind.contains(id) || discovered.owns(id)))
                    : Optional.empty();
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
            devices.values().forEach(MqttDevice::open);
            publisher.ifPresent(Publisher::start);
            lane.execute(link::start);
        }

        @Override
        public void up() {
            linkProblem = Optional.empty();
            devices.values().forEach(MqttDevice::linkUp);
            discovered.linkUp();
            publisher.ifPresent(Publisher::up);
        }

        @Override
        public void down(String reason) {
            linkProblem = Optional.of(reason);
            devices.values().forEach(device -> device.linkDown(reason));
            discovered.linkDown(reason);
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
            devices.values().forEach(MqttDevice::close);
            discovered.close();
            List<Message> farewell = new ArrayList<>();
            publisher.ifPresent(ours -> farewell.add(ours.farewell()));
            config.broker().statusTopic().ifPresent(topic -> farewell.add(Message.of(topic, "offline", true)));
            return link.close(farewell);
        }
    }
}
