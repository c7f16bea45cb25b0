package dev.sluice.admin;

import dev.sluice.device.Command;
import dev.sluice.device.CommandHandler;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A bus whose commands are timed, by profile and outcome. */
final class MeteredBus implements DeviceBus {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };
    private static final String NOBODY = "none";

    private final DeviceBus bus;
    private final MeterRegistry registry;
    private final DeviceKinds kinds;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    MeteredBus(DeviceBus bus, MeterRegistry registry, DeviceKinds kinds) {
        this.bus = bus;
        this.registry = registry;
        this.kinds = kinds;
    }

    @Override
    public CompletionStage<Outcome> invoke(Command command) {
        long began = System.nanoTime();
        String profile = bus.find(command.device())
                .map(device -> kinds.label(device.kind()))
                .orElse(NOBODY);
        CompletionStage<Outcome> stage = bus.invoke(command);
        stage.whenComplete((outcome, failure) ->
                timer(new Key(profile, name(outcome))).record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
        return stage;
    }

    private static String name(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused ? DeviceJson.name(refused.reason()) : "done";
    }

    private Timer timer(Key key) {
        Timer known = timers.get(key);
        return known == null ? timers.computeIfAbsent(key, this::register) : known;
    }

    private Timer register(Key key) {
        return Timer.builder("sluice.command")
                .description("What devices took to carry out commands, or to refuse them")
                .tags("profile", key.profile, "outcome", key.outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public Optional<Device> find(DeviceId id) {
        return bus.find(id);
    }

    @Override
    public List<Device> list(Predicate<Device> filter) {
        return bus.list(filter);
    }

    @Override
    public Registration register(DeviceDescriptor descriptor, CommandHandler owner) {
        return bus.register(descriptor, owner);
    }

    @Override
    public void publish(DeviceEvent event) {
        bus.publish(event);
    }

    @Override
    public Registration subscribe(DeviceFilter filter, Consumer<Published> listener) {
        return bus.subscribe(filter, listener);
    }

    private record Key(String profile, String outcome) {}
}
