package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A simulator on a bus of its own, whose clock the test moves, and everything its devices said. The usual devices without the
 * sensors, unless the configuration names devices.
 */
final class Simulation implements AutoCloseable {
    /** A valve alone: a day of it is not much to remember. */
    static final String VALVE = "devices: [{id: valve-1, kind: valve}]\n";

    /** A valve in a household that sleeps, and a board. */
    static final String QUIET =
            "devices: [{id: valve-1, kind: valve}, {id: pi-1, kind: raspberry-pi}]\nvalve: {pattern: household}";

    /** All that is simulated unless told otherwise, but for the sensors, which have much to say. */
    private static final String USUAL = """

            devices:
              - {id: valve-1, kind: valve}
              - {id: pi-1, kind: raspberry-pi}
              - {id: wearable-1, kind: wearable}
              - {id: wearable-2, kind: wearable}
              - {id: display-1, kind: display}
              - {id: display-2, kind: display}
              - {id: bookings-1, kind: bookings}
              - {id: camera-1, kind: camera}
              - {id: lighting-1, kind: lighting}
            """;

    private static final JsonMapper JSON = new JsonMapper();

    final ManualScheduler scheduler;
    final LocalDeviceBus bus;
    final Adapter simulator;
    final List<DeviceEvent> events = Collections.synchronizedList(new ArrayList<>());

    /** Starts at three in the night, when nobody uses water. */
    Simulation(String yaml) {
        this(yaml, Instant.parse("2026-01-01T03:00:00Z"));
    }

    Simulation(String yaml, Instant start) {
        scheduler = new ManualScheduler(start);
        bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
        String devices = yaml.contains("devices:") ? "" : USUAL;
        Config config = Config.parse("test.yaml", yaml + devices, Path.of(""), Map.of());
        simulator = new SimulatorProvider().configure(config);
        assertThat(config.problems()).isEmpty();
        bus.subscribe(DeviceFilter.all(), published -> events.add(published.event()));
        simulator.start(bus, scheduler);
    }

    CompletableFuture<Outcome> send(String device, String action, String arguments) {
        ObjectNode given = (ObjectNode) json(arguments);
        return bus.invoke(new Command(new DeviceId(device), action, given, "test"))
                .toCompletableFuture();
    }

    /** Sends a command that must be done at once. */
    void order(String device, String action, String arguments) {
        assertThat(send(device, action, arguments)).isCompletedWithValue(Outcome.DONE);
    }

    void advance(String duration) {
        scheduler.advance(Duration.parse("PT" + duration));
    }

    Device device(String id) {
        return bus.find(new DeviceId(id)).orElseThrow();
    }

    JsonNode value(String device, String attribute) {
        return device(device).value(attribute).orElseThrow();
    }

    String text(String device, String attribute) {
        return value(device, attribute).stringValue();
    }

    double number(String device, String attribute) {
        return value(device, attribute).doubleValue();
    }

    /** What a device said since the events were cleared last. */
    <E extends DeviceEvent> List<E> said(String device, Class<E> type) {
        return List.copyOf(events).stream()
                .filter(event -> event.device().value().equals(device))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The values an attribute was reported with since the events were cleared last. */
    List<JsonNode> reported(String device, String attribute) {
        return said(device, Reading.class).stream()
                .filter(reading -> reading.changed().containsKey(attribute))
                .map(reading -> reading.changed().get(attribute).value())
                .toList();
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
