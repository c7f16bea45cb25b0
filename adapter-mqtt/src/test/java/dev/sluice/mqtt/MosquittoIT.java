package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Outcome.Refused;
import dev.sluice.device.Status;
import dev.sluice.device.SystemScheduler;
import dev.sluice.protocol.Json;
import dev.sluice.testkit.Listening;
import dev.sluice.testkit.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter and a real broker. */
@Tag("broker")
class MosquittoIT {
    private static final String LAMP = """
            broker: {host: 127.0.0.1, port: %d, status-topic: sluice/status, reconnect: {min: 100ms, max: 200ms}%s}
            devices:
              - id: lamp
                kind: lamp
                attributes: {on: {topic: lamp/on, type: flag}}
                actions:
                  switch: {topic: lamp/set, payload: '${on}', retained: true, arguments: {on: {type: flag, required: true}}}
            """;

    private final SystemScheduler scheduler = new SystemScheduler("test-clock");
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    private final List<DeviceEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        bus.subscribe(DeviceFilter.all(), published -> events.add(published.event()));
    }

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "5", "3.1.1"})
    void messagesAndCommandsGoThrough(String version) throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(directory, "allow_anonymous true").start();
                Adapter adapter = adapter(mosquitto, ", version: " + version)) {
            adapter.start(bus, scheduler);
            awaitStatus(Status.ONLINE);
            mosquitto.publish("lamp/on", "true");
            await().until(() -> lamp().value("on").isPresent());

            assertThat(order().join()).isEqualTo(Outcome.DONE);
            assertThat(mosquitto.retained("lamp/set")).isEqualTo("true");
            assertThat(mosquitto.retained("sluice/status")).isEqualTo("online");
        }
    }

    @Test
    void saysGoodbyeInItsStatusTopic() throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(directory, "allow_anonymous true").start()) {
            try (Adapter adapter = adapter(mosquitto, "")) {
                adapter.start(bus, scheduler);
                awaitStatus(Status.ONLINE);
            }
            assertThat(mosquitto.retained("sluice/status")).isEqualTo("offline");
            assertThat(bus.find(new DeviceId("lamp"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void aBrokerThatIsKilledTakesItsDevicesOfflineAndBringsThemBack(String version) throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(directory, "allow_anonymous true").start();
                Adapter adapter = adapter(mosquitto, ", version: " + version)) {
            adapter.start(bus, scheduler);
            awaitStatus(Status.ONLINE);

            mosquitto.kill();
            awaitStatus(Status.OFFLINE);
            assertThat(order().join()).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                    .isEqualTo(Reason.UNAVAILABLE));

            mosquitto.start();
            awaitStatus(Status.ONLINE);
            mosquitto.publish("lamp/on", "true");
            await().until(() -> lamp().value("on").isPresent());
            assertThat(order().join()).isEqualTo(Outcome.DONE);
            assertThat(mosquitto.retained("lamp/set")).isEqualTo("true");
            assertThat(events)
                    .filteredOn(event ->
                            event instanceof DeviceEvent.StatusChange change && change.after() == Status.OFFLINE)
                    .extracting(event -> ((DeviceEvent.StatusChange) event).reason())
                    .last()
                    .asString()
                    .startsWith("MQTT broker 127.0.0.1:" + mosquitto.port() + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void aCommandThatTheBrokerDidNotTakeBeforeItDiedIsNotDone(String version) throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(directory, "allow_anonymous true").start();
                Adapter adapter = adapter(mosquitto, ", version: " + version)) {
            adapter.start(bus, scheduler);
            awaitStatus(Status.ONLINE);
            mosquitto.freeze();
            CompletableFuture<Outcome> outcome = order();
            assertThat(outcome).isNotDone();

            mosquitto.kill();
            assertThat(outcome.join()).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                    .isEqualTo(Reason.UNAVAILABLE));
            mosquitto.start();
            awaitStatus(Status.ONLINE);
            assertThat(order().join()).isEqualTo(Outcome.DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void theBrokerHearsWhichTopicsNobodyWantsAnyMore(String version) throws Exception {
        String conventions = "broker: {host: 127.0.0.1, port: %d, version: %s}\nconventions: {homie: homie}\n";
        String described = "homie/5/mixer/$description";
        try (Mosquitto mosquitto = new Mosquitto(directory, "allow_anonymous true", "log_type all").start();
                Adapter adapter = configured(conventions.formatted(mosquitto.port(), "'" + version + "'"))) {
            adapter.start(bus, scheduler);
            mosquitto.publish(
                    described,
                    "{\"homie\": \"5.0\", \"nodes\": {\"tank\": {\"properties\": {\"level\": {}, \"mode\": {}}}}}",
                    "-r");
            await().until(() -> log().contains("homie/5/mixer/tank/level (QoS 1)"));
            await().until(() -> bus.find(new DeviceId("mixer")).isPresent());

            mosquitto.publish(
                    described, "{\"homie\": \"5.0\", \"nodes\": {\"tank\": {\"properties\": {\"level\": {}}}}}", "-r");
            await().until(() -> unsubscribed().contains("homie/5/mixer/tank/mode"));
            mosquitto.publish("homie/5/mixer/tank/level", "70", "-r");
            await().until(() -> bus.find(new DeviceId("mixer"))
                    .flatMap(mixer -> mixer.value("tank.level"))
                    .isPresent());

            mosquitto.publish(described, "", "-r");
            await().until(() -> unsubscribed().contains("homie/5/mixer/tank/level"));
            assertThat(bus.find(new DeviceId("mixer"))).isEmpty();
        }
    }

    /** Topics of which the broker says that somebody has given them back. */
    private List<String> unsubscribed() throws IOException {
        List<String> topics = new ArrayList<>();
        boolean found = false;
        for (String line : log().lines().toList()) {
            if (found && line.contains("\t")) {
                topics.add(line.substring(line.indexOf('\t') + 1).strip());
            } else {
                found = line.contains("Received UNSUBSCRIBE");
            }
        }
        return topics;
    }

    @Test
    void comesUpWhenTheBrokerComesLater() throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(directory, "allow_anonymous true");
                Adapter adapter = adapter(mosquitto, "")) {
            adapter.start(bus, scheduler);
            assertThat(lamp().status()).isEqualTo(Status.OFFLINE);

            mosquitto.start();
            awaitStatus(Status.ONLINE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void logsInWithAPasswordThatMayBePutRightLater(String version) throws Exception {
        Path accounts = directory.resolve("accounts");
        Files.createFile(accounts);
        Mosquitto.process(Mosquitto.program("mosquitto_passwd"), "-b", accounts.toString(), "sluice", "right");
        Path password = Files.writeString(directory.resolve("password"), "wrong\n");
        try (Mosquitto mosquitto =
                        new Mosquitto(directory, "allow_anonymous false", "password_file " + accounts).start();
                Adapter adapter = adapter(mosquitto, ", user: sluice, password-file: password, version: " + version)) {
            adapter.start(bus, scheduler);
            await().until(() -> events.stream()
                    .anyMatch(event ->
                            event instanceof DeviceEvent.StatusChange change && change.after() == Status.OFFLINE));
            Files.writeString(password, "right\n");
            awaitStatus(Status.ONLINE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void speaksTlsWithABrokerWhoseAuthorityItIsToldAndLogsIn(String version) throws Exception {
        certificate();
        Path accounts = directory.resolve("accounts");
        Files.createFile(accounts);
        Mosquitto.process(Mosquitto.program("mosquitto_passwd"), "-b", accounts.toString(), "sluice", "right");
        Files.writeString(directory.resolve("password"), "right\n");
        try (Mosquitto mosquitto = tls("allow_anonymous false", "password_file " + accounts)
                        .start();
                Adapter adapter = adapter(
                        mosquitto,
                        ", tls: files, ca: ca.pem, user: sluice, password-file: password, version: " + version)) {
            adapter.start(bus, scheduler);
            awaitStatus(Status.ONLINE);
            assertThat(order().join()).isEqualTo(Outcome.DONE);
            assertThat(log()).contains("u'sluice'");
        }
    }

    /** Another client of the same id takes the adapter's place, and the broker cuts it off without a goodbye. */
    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void theBrokerTellsTheLastWillOfAnAdapterThatIsCutOff(String version) throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(directory, "allow_anonymous true").start();
                Adapter adapter = adapter(mosquitto, ", client-id: cellar, version: " + version)) {
            adapter.start(bus, scheduler);
            awaitStatus(Status.ONLINE);
            try (Listening others = mosquitto.listen("sluice/status")) {
                assertThat(others.next()).isEqualTo("sluice/status online"); // kept
                mosquitto.publish("elsewhere", "x", "-i", "cellar");
                assertThat(others.next()).isEqualTo("sluice/status offline");
                assertThat(others.next()).isEqualTo("sluice/status online");
            }
            awaitStatus(Status.ONLINE);
        }
    }

    @Test
    void severalBrokersCanBeOnOneBusAndOneThatDiesTakesOnlyItsOwnDevices() throws Exception {
        Path second = Files.createDirectory(directory.resolve("second"));
        try (Mosquitto cellar = new Mosquitto(directory, "allow_anonymous true").start();
                Mosquitto attic = new Mosquitto(second, "allow_anonymous true").start();
                Adapter one = adapter(cellar, "");
                Adapter other = configured(
                        "broker: {host: 127.0.0.1, port: %d}\ndevices: [{id: fan, attributes: {on: {topic: fan/on, type: flag}}}]"
                                .formatted(attic.port()))) {
            one.start(bus, scheduler);
            other.start(bus, scheduler);
            awaitStatus(Status.ONLINE);
            await().atMost(Duration.ofMinutes(1)).until(() -> fan().status() == Status.ONLINE);

            cellar.kill();
            awaitStatus(Status.OFFLINE);
            attic.publish("fan/on", "true");
            await().until(() -> fan().value("on").isPresent());
            assertThat(fan().status()).isEqualTo(Status.ONLINE);
        }
    }

    private Device fan() {
        return bus.find(new DeviceId("fan")).orElseThrow();
    }

    @Test
    void doesNotTrustAnAuthorityThatItIsNotTold() throws Exception {
        certificate();
        try (Mosquitto mosquitto = tls("allow_anonymous true").start();
                Adapter adapter = adapter(mosquitto, ", tls: system")) {
            adapter.start(bus, scheduler);
            await().until(() -> log().contains("certificate unknown"));
            assertThat(lamp().status()).isEqualTo(Status.OFFLINE);
        }
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("mosquitto.log"));
    }

    private void certificate() {
        Mosquitto.process(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout",
                directory.resolve("key.pem").toString(),
                "-out",
                directory.resolve("ca.pem").toString(),
                "-days",
                "2",
                "-subj",
                "/CN=broker",
                "-addext",
                "subjectAltName=IP:127.0.0.1");
    }

    private Mosquitto tls(String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("certfile " + directory.resolve("ca.pem"));
        settings.add("keyfile " + directory.resolve("key.pem"));
        return new Mosquitto(directory, settings.toArray(String[]::new));
    }

    private Adapter adapter(Mosquitto mosquitto, String more) {
        return configured(LAMP.formatted(mosquitto.port(), more));
    }

    private Adapter configured(String yaml) {
        Config config = Config.parse("test.yaml", yaml, directory, Map.of());
        Adapter adapter = new MqttProvider().configure(config);
        assertThat(config.problems()).isEmpty();
        return adapter;
    }

    private Device lamp() {
        return bus.find(new DeviceId("lamp")).orElseThrow();
    }

    private void awaitStatus(Status status) {
        await().atMost(Duration.ofMinutes(1)).until(() -> lamp().status() == status);
    }

    private CompletableFuture<Outcome> order() {
        return bus.invoke(new Command(
                        new DeviceId("lamp"), "switch", Json.object().put("on", true), "test"))
                .toCompletableFuture();
    }
}
