package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Text;
import dev.sluice.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/** An adapter between a fake broker and a real bus, with a clock that the test moves. */
final class World implements AutoCloseable {
    final FakeBroker broker = new FakeBroker();
    final ManualScheduler clock = new ManualScheduler();
    final LocalDeviceBus bus = new LocalDeviceBus(clock, Duration.ofSeconds(10));
    final List<DeviceEvent> events = new ArrayList<>();
    final MqttAdapter adapter;

    World(String yaml) {
        adapter = new MqttAdapter(read(yaml), broker, CallerLane::new, () -> 0);
        bus.subscribe(DeviceFilter.all(), published -> events.add(published.event()));
    }

    static MqttConfig read(String yaml) {
        Config config = Config.parse("test.yaml", yaml, Path.of(""), Map.of());
        MqttConfig read = MqttConfig.read(config);
        assertThat(config.problems()).isEmpty();
        return read;
    }

    World started() {
        adapter.start(bus, clock);
        return this;
    }

    /** The configuration is read again. */
    void reconfigure(String yaml) {
        adapter.reconfigure(new MqttAdapter(read(yaml), broker, CallerLane::new, () -> 0));
    }

    Device device(String id) {
        return find(id).orElseThrow();
    }

    Optional<Device> find(String id) {
        return bus.find(new DeviceId(id));
    }

    String value(String id, String attribute) {
        return device(id).value(attribute).map(Object::toString).orElse("unknown");
    }

    CompletableFuture<Outcome> order(String id, String action, String arguments) {
        try {
            ObjectNode given = (ObjectNode) Json.read(Text.of(arguments));
            return bus.invoke(new Command(new DeviceId(id), action, given, "test"))
                    .toCompletableFuture();
        } catch (dev.sluice.protocol.BadJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The status changes of a device: after, and why. */
    List<String> statusChanges(String id) {
        return events.stream()
                .filter(event -> event.device().value().equals(id))
                .filter(DeviceEvent.StatusChange.class::isInstance)
                .map(DeviceEvent.StatusChange.class::cast)
                .map(change -> change.after() + " " + change.reason())
                .toList();
    }

    @Override
    public void close() {
        broker.speakAgain(); // or the goodbye would wait in vain
        adapter.close();
    }
}
