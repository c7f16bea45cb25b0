package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.Command;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.device.SystemScheduler;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Text;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A gateway that publishes its devices, and another that finds them, with a real broker between the two. */
@Tag("broker")
class TwoGatewaysIT {
    private static final DeviceId VALVE = new DeviceId("valve-1");
    private static final String STATE = """
            {"water-flow": 0, "water-temperature": 10.5, "ambient-temperature": 20, "pressure": 4700, "leak": "none",
             "faults": [], "battery": "okay", "valve": "open", "radio": "connected", "siren": false, "led-brightness": 50}
            """;

    private final SystemScheduler scheduler = new SystemScheduler("test-clock");
    private final LocalDeviceBus here = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    private final LocalDeviceBus there = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @Test
    void aValveOfOneGatewayIsAValveOfTheOther() throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(directory, "allow_anonymous true").start();
                FakeDevice valve = new FakeDevice(
                        new DeviceDescriptor(VALVE, Profile.named("valve"), "Cellar", values(STATE)), here, scheduler);
                Adapter finding = adapter(mosquitto, "conventions: {homie: homie}")) {
            Adapter publishing = adapter(mosquitto, "publish: true");
            publishing.start(here, scheduler);
            finding.start(there, scheduler);
            awaitThere(Status.ONLINE);
            assertThat(there.find(VALVE).orElseThrow().kind()).isEqualTo("valve");
            assertThat(there.find(VALVE).orElseThrow().name()).isEqualTo("Cellar");

            ObjectNode closed = Json.object().put("position", "closed");
            assertThat(there.invoke(new Command(VALVE, "set-valve", closed, "test"))
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(Outcome.DONE);
            await().until(() -> valve.received() != null);
            assertThat(valve.received().arguments()).isEqualTo(closed);
            valve.report(values("{\"valve\": \"closed\"}"));
            await().until(() -> there.find(VALVE)
                    .orElseThrow()
                    .value("valve")
                    .orElseThrow()
                    .asString()
                    .equals("closed"));

            mosquitto.kill();
            awaitThere(Status.OFFLINE);
            valve.report(values("{\"leak\": \"major\"}"));
            mosquitto.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> there.find(VALVE)
                    .orElseThrow()
                    .value("leak")
                    .orElseThrow()
                    .asString()
                    .equals("major"));
            awaitThere(Status.ONLINE);

            publishing.close();
            awaitThere(Status.OFFLINE);
            assertThat(there.list(device -> true)).hasSize(1);
            assertThat(here.list(device -> true)).hasSize(1);
        }
    }

    @Test
    void theSameByHomeAssistantsDiscoveryWithCommandsAndTheLastWill() throws Exception {
        DeviceId entity = new DeviceId("cellar-valve-1-valve");
        try (Mosquitto mosquitto = new Mosquitto(directory, "allow_anonymous true").start();
                FakeDevice valve = new FakeDevice(
                        new DeviceDescriptor(VALVE, Profile.named("valve"), "Cellar", values(STATE)), here, scheduler);
                Adapter finding = adapter(mosquitto, "conventions: {home-assistant: ha}")) {
            Adapter publishing = adapter(mosquitto, "publish: true\npublish-to: {gateway: cellar, home-assistant: ha}");
            publishing.start(here, scheduler);
            finding.start(there, scheduler);
            awaitThere(entity, Status.ONLINE);
            await().until(() -> there.find(entity).orElseThrow().value("valve").isPresent());

            ObjectNode closed = Json.object().put("position", "closed");
            assertThat(there.invoke(new Command(entity, "set-valve", closed, "test"))
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(Outcome.DONE);
            await().until(() -> valve.received() != null);
            assertThat(valve.received().arguments()).isEqualTo(closed);

            valve.report(Status.ERROR, "stuck");
            awaitThere(entity, Status.OFFLINE);
            valve.report(Status.ONLINE, "mended");
            awaitThere(entity, Status.ONLINE);
            publishing.close();
            awaitThere(entity, Status.OFFLINE);
        }
    }

    private void awaitThere(Status status) {
        awaitThere(VALVE, status);
    }

    private void awaitThere(DeviceId id, Status status) {
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        there.find(id).filter(found -> found.status() == status).isPresent());
    }

    private static Map<String, JsonNode> values(String json) throws BadJsonException {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Json.read(Text.of(json)).forEachEntry(values::put);
        return values;
    }

    private Adapter adapter(Mosquitto mosquitto, String more) {
        String yaml = "broker: {host: 127.0.0.1, port: %d, reconnect: {min: 100ms, max: 200ms}}\n%s\n";
        Config config = Config.parse("test.yaml", yaml.formatted(mosquitto.port(), more), directory, Map.of());
        Adapter adapter = new MqttProvider().configure(config);
        assertThat(config.problems()).isEmpty();
        return adapter;
    }
}
