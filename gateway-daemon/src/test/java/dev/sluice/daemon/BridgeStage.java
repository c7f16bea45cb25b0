package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.testkit.Mosquitto;
import dev.sluice.testkit.WsClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The whole gateway between a real broker and real clients: a valve and a heart-rate strap behind the broker, and a board of the
 * Linux adapter without a chip, so that its pins are in memory.
 */
final class BridgeStage implements AutoCloseable {
    /** Valtronics' number of the valve. */
    static final int VALVE_NUMBER = 7;

    private static final String CONFIGURATION = """
            listeners: [{name: http, port: 0}]
            adapters:
              - type: mqtt
                broker: {host: 127.0.0.1, port: %d, reconnect: {min: 100ms, max: 200ms}}
                devices:
                  - id: valve-1
                    profile: valve
                    attributes:
                      valve: {topic: house/valve/state, map: {OPEN: open, CLOSED: closed, CLOSING: closing}, initial: open}
                      water-flow: {topic: house/valve/flow, factor: 1000, initial: 1500}
                      leak: {topic: house/valve/leak, map: {'0': none, '1': major}, initial: none}
                      water-temperature: {initial: 10}
                      ambient-temperature: {initial: 20}
                      pressure: {initial: 4700}
                      faults: {initial: '[]'}
                      battery: {initial: none}
                      radio: {initial: connected}
                      siren: {initial: false}
                      led-brightness: {initial: 0}
                    actions:
                      set-valve:
                        topic: house/valve/set
                        payload: ${position}
                        arguments: {position: {map: {OPEN: open, CLOSE: closed}}}
                  - id: strap-1
                    profile: wearable
                    attributes: {heart-rate: {topic: strap/beat, pointer: /bpm, time: /at}}
              - {type: linux, root: %s, firmware: off}
            protocols:
              biometric:
                device-developer: acme
                tokens: [{token-sha256: %s, developer: acme}]
              placeos:
                systems:
                  sys-1: {modules: [{name: Valve, device: valve-1}, {name: Pi, device: pi}]}
              valtronics:
                devices: {valve-1: %d}
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path directory;
    private final GatewayConfig config;
    private final Gateway gateway;

    BridgeStage(Path directory, Mosquitto broker) throws Exception {
        this.directory = directory;
        String yaml = CONFIGURATION.formatted(broker.port(), machine(), sha256("consumer"), VALVE_NUMBER);
        Path file = Files.writeString(directory.resolve("sluice.yaml"), yaml);
        config = GatewayConfig.read(Optional.of(file), Map.of())
                .with(Optional.of(directory.resolve("data")), OptionalInt.empty(), OptionalInt.empty());
        assertThat(config.problems()).isEmpty();
        gateway = Gateway.start(config);
    }

    /** What a Linux board needs to be there. */
    private Path machine() throws Exception {
        Path proc = Files.createDirectories(directory.resolve("machine/proc"));
        Files.writeString(proc.resolve("uptime"), "1057.85 3987.11\n");
        Files.writeString(
                proc.resolve("meminfo"), "MemTotal: 3884368 kB\nMemFree: 2913412 kB\nMemAvailable: 3350704 kB\n");
        return proc.getParent();
    }

    private static String sha256(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    WsClient valve() {
        String password = gateway.credentials().inClear().get("valve").get("password");
        String login = Base64.getEncoder().encodeToString(("sluice:" + password).getBytes(StandardCharsets.UTF_8));
        return connect("/valve", Map.of("Authorization", "Basic " + login));
    }

    WsClient placeos() {
        String key = gateway.credentials().inClear().get("placeos").get("api_key");
        return connect("/api/engine/v2/systems/control", Map.of("X-API-Key", key));
    }

    /** A client that is subscribed to the valve's telemetry, alerts and status. */
    WsClient valtronics() throws StartException {
        byte[] secret = TokenSecret.open(Optional.empty(), config.dataDirectory());
        String token = new Mint(secret, TokenConfig.read(Config.empty(Map.of()), directory), InstantSource.system())
                .token(new Principal("ada", Role.USER), Duration.ofHours(1), JsonNodeFactory.instance.objectNode());
        WsClient client = connect("/ws", Map.of());
        assertThat(client.send("{\"type\":\"auth\",\"token\":\"" + token + "\"}")
                        .next())
                .contains("\"success\":true");
        for (String channel : new String[] {"telemetry", "alerts", "devices"}) {
            client.send("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\",\"device_id\":" + VALVE_NUMBER + "}")
                    .next("subscription_confirmed");
        }
        return client;
    }

    WsClient endrpi() {
        return connect("/endrpi", Map.of());
    }

    /** A consumer of the developer whose users the devices are. */
    WsClient consumer() {
        WsClient client = connect("/connect", Map.of());
        client.next("\"op\":2");
        client.send("{\"op\":3,\"d\":{\"token\":\"consumer\",\"type\":1}}");
        assertThat(client.next()).isEqualTo("{\"op\":4}");
        return client;
    }

    private WsClient connect(String path, Map<String, String> headers) {
        int port = gateway.listeners().get(0).address().getPort();
        return WsClient.connect(http, URI.create("ws://127.0.0.1:" + port + path), headers);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
