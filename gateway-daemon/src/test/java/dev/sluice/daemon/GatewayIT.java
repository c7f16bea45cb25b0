package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway as the embedded default starts it, but on free ports: both protocols, the simulator, real sockets. */
class GatewayIT {
    @TempDir
    private Path directory;

    private GatewayConfig config;
    private Gateway gateway;

    @BeforeEach
    void start() throws StartException {
        config = GatewayConfig.read(Optional.empty(), Map.of("SLUICE_ADMIN_PORT", "0"))
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
        assertThat(config.problems()).isEmpty();
        gateway = Gateway.start(config);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void servesBothProtocolsOnOnePortAndEvenOnOnePath() {
        try (WsClient pi = connect("/", Map.of());
                WsClient valve = connect("/", basic())) {
            assertThat(pi.send("{\"action\":\"READ_TEMPERATURE\"}").next()).contains("\"success\":true");
            assertThat(valve.next("\"event\":\"state\"")).contains("\"valve_state\":\"open\"");
        }
    }

    @Test
    void carriesAnOrderToTheSimulatedValveAndBackToEveryClient() {
        try (WsClient one = connect("/valve", basic());
                WsClient two = connect("/valve/valve-1", basic())) {
            two.next("\"event\":\"state\"");
            one.send("{\"event\":\"changeState\",\"data\":{\"siren\":true}}");
            assertThat(two.next("\"siren\":true")).contains("\"event\":\"state\"");
        }
    }

    @Test
    void admitsNobodyWithAWrongPassword() {
        String wrong = Base64.getEncoder().encodeToString("sluice:wrong".getBytes(StandardCharsets.UTF_8));
        assertThat(WsClient.refusal(
                        HttpClient.newHttpClient(), uri("/valve"), Map.of("Authorization", "Basic " + wrong)))
                .isEqualTo(401);
    }

    @Test
    void keepsTheJournalInTheDataDirectory() {
        assertThat(directory.resolve("journal.db")).exists();
    }

    @Test
    void keepsNoJournalFileWhenMemoryIsEnough(@TempDir Path other) throws StartException {
        GatewayConfig forgetful = GatewayConfig.read(
                        Optional.empty(), Map.of("SLUICE_JOURNAL_DURABILITY", "memory", "SLUICE_ADMIN_PORT", "0"))
                .with(Optional.of(other), OptionalInt.of(0), OptionalInt.of(0));
        assertThat(forgetful.problems()).isEmpty();
        try (Gateway started = Gateway.start(forgetful)) {
            assertThat(started.listeners()).isNotEmpty();
            assertThat(other.resolve("journal.db")).doesNotExist();
        }
    }

    @Test
    void printsHowToGetIn() {
        String table = String.join("\n", new StartTable(config, gateway, directory).lines());
        assertThat(table)
                .contains(
                        "ws://localhost:" + port() + "/endrpi",
                        "ws://localhost:" + port() + "/valve",
                        "wss://localhost:")
                .contains("--auth sluice:" + password())
                .contains(directory.resolve("dev-credentials.json").toString())
                .doesNotContain("{ws}", "{http}", "{credentials");
    }

    @Test
    void saysOnARaspberryPiHowToUseIt(@TempDir Path root) throws IOException {
        assertThat(new StartTable(config, gateway, root).lines()).noneMatch(line -> line.contains("type: linux"));

        Path model = root.resolve("proc/device-tree/model");
        Files.createDirectories(model.getParent());
        Files.writeString(model, "Some Other Board\0");
        assertThat(new StartTable(config, gateway, root).lines()).noneMatch(line -> line.contains("type: linux"));

        Files.writeString(model, "Raspberry Pi 5 Model B Rev 1.0\0");
        assertThat(new StartTable(config, gateway, root).lines())
                .anyMatch(line -> line.contains("This is a Raspberry Pi 5 Model B Rev 1.0:"))
                .anyMatch(line -> line.contains("adapters: [{type: linux}] in a file and start with --config FILE"));
    }

    @Test
    void runsWithoutAnAdapterThatDoesNotStart(@TempDir Path other) throws Exception {
        Path file = Files.writeString(other.resolve("sluice.yaml"), """
                listeners: [{name: http, port: 0}]
                adapters:
                  - {type: simulator, devices: [{id: pi-1, kind: raspberry-pi}]}
                  - {type: linux, id: pi-1, gpio: {enabled: false}}
                """);
        GatewayConfig twice = GatewayConfig.read(Optional.of(file), Map.of())
                .with(Optional.of(other), OptionalInt.empty(), OptionalInt.empty());
        assertThat(twice.problems()).isEmpty();
        try (Gateway started = Gateway.start(twice)) {
            assertThat(new StartTable(twice, started, other).lines())
                    .contains("  adapter    does not start: device pi-1 is already registered; trying again");
            int port = started.listeners().get(0).address().getPort();
            try (WsClient pi = WsClient.connect(
                    HttpClient.newHttpClient(), URI.create("ws://127.0.0.1:" + port + "/endrpi"), Map.of())) {
                assertThat(pi.send("{\"action\":\"READ_TEMPERATURE\"}").next()).contains("\"success\":true");
            }
        }
    }

    private WsClient connect(String path, Map<String, String> headers) {
        return WsClient.connect(HttpClient.newHttpClient(), uri(path), headers);
    }

    private URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + port() + path);
    }

    private int port() {
        return gateway.listeners().get(0).address().getPort();
    }

    private String password() {
        return gateway.credentials().inClear().get("valve").get("password");
    }

    private Map<String, String> basic() {
        String credentials = "sluice:" + password();
        return Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }
}
