package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.Problem;
import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway on a configuration file that changes under it. */
class ReloadIT {
    private static final String FIRST = "{name: Display, device: display-1}";
    private static final String SECOND = "{name: Display, device: display-2}";

    @TempDir
    private Path directory;

    private Gateway gateway;
    private Reload reload;
    private WsClient panel;
    private String key;

    @BeforeEach
    void start() throws Exception {
        write(FIRST);
        GatewayConfig settings = read();
        gateway = Gateway.start(settings);
        reload = new Reload(this::read, gateway, settings);
        key = gateway.credentials().inClear().get("placeos").get("api_key");
        panel = connect(key);
        exec(1, "set_volume", 11);
    }

    @AfterEach
    void stop() {
        panel.close();
        gateway.close();
    }

    @Test
    void letsBindingsFollowToAnotherDevice() throws Exception {
        panel.send("{\"id\":2,\"cmd\":\"bind\",\"sys\":\"sys-1\",\"mod\":\"Display\",\"name\":\"volume\"}");
        assertThat(panel.next("\"type\":\"notify\"")).contains("\"value\":11,");
        write(SECOND);
        assertThat(reload.run()).isEmpty();
        assertThat(panel.next("\"type\":\"notify\"")).contains("\"value\":20,");
    }

    @Test
    void staysAsItWasWhenTheFileIsWrongAndSaysWhere() throws Exception {
        write("{name: Display}");
        assertThat(reload.run())
                .singleElement()
                .extracting(Problem::toString)
                .asString()
                .startsWith(file() + ":4: protocols.placeos.systems.sys-1.modules[0].device: found nothing");
        assertThat(exec(2, "echo", 1)).contains("\"value\":[1]");
    }

    @Test
    void staysAsItWasWhenTheFileIsGone() throws Exception {
        Files.delete(file());
        assertThat(reload.run()).isNotEmpty();
        assertThat(exec(2, "echo", 1)).contains("\"value\":[1]");
    }

    @Test
    void putsOtherCredentialsInForce() throws Exception {
        String old = KeyHash.of("the-old-key-of-the-panel");
        String another = KeyHash.of("the-new-key-of-the-panel");
        write("{name: Display, device: display-1}", keys(old));
        assertThat(reload.run()).isEmpty();
        assertThat(refusal("the-new-key-of-the-panel")).isEqualTo(401);
        connect("the-old-key-of-the-panel").close();
        write("{name: Display, device: display-1}", keys(another));
        assertThat(reload.run()).isEmpty();
        assertThat(refusal("the-old-key-of-the-panel")).isEqualTo(401);
        connect("the-new-key-of-the-panel").close();
        assertThat(exec(2, "echo", 1)).as("who is in stays in").contains("\"value\":[1]");
    }

    private static String keys(String hash) {
        return "credentials: {placeos: [{user: panel, key-sha256: " + hash + "}]}\n";
    }

    @Test
    void putsOtherLimitsInForceForThoseWhoComeLater() throws Exception {
        String more = FIRST + "]}\n    limits: {connections: 1}\n#";
        write(more);
        assertThat(reload.run()).isEmpty();
        assertThat(refusal(key)).isEqualTo(503);
        assertThat(exec(2, "echo", 1)).contains("\"value\":[1]");
        write(FIRST);
        assertThat(reload.run()).isEmpty();
        connect(key).close();
    }

    @Test
    void namesWhatWaitsForARestart() throws Exception {
        write(
                SECOND + "]}\n    limits: {idle: 30s, bindings: 3}\n    keep-alive: 70s\n#",
                "command-timeout: 5s\ntransport: {io: nio}\n" + keys(KeyHash.of("some-key-of-somebody")));
        assertThat(reload.waiting(read()))
                .containsExactly(
                        "command-timeout",
                        "protocols.placeos.keep-alive",
                        "protocols.placeos.limits.bindings",
                        "transport.io");
    }

    @Test
    void devicesBehindABrokerComeAndGoWhileAnotherBrokerWaits() throws Exception {
        stop();
        write(FIRST, behindBroker("attic", 1));
        GatewayConfig settings = read();
        gateway = Gateway.start(settings);
        reload = new Reload(this::read, gateway, settings);
        assertThat(devices()).contains("\"id\":\"attic\"");

        write(FIRST, behindBroker("cellar", 1));
        assertThat(reload.waiting(read())).isEmpty();
        assertThat(reload.run()).isEmpty();
        await().atMost(Duration.ofMinutes(1)).until(() -> devices().contains("\"id\":\"cellar\""));
        assertThat(devices()).doesNotContain("attic");

        write(FIRST, behindBroker("cellar", 2));
        assertThat(reload.waiting(read())).containsExactly("adapters[1].broker.port");
    }

    private static String behindBroker(String device, int port) {
        return "adapters: [{type: simulator}, {type: mqtt, broker: {host: 127.0.0.1, port: " + port
                + "}, devices: [{id: " + device + ", attributes: {on: {topic: lamp/on, type: flag}}}]}]\n";
    }

    private String devices() throws IOException, InterruptedException {
        int port = gateway.admin().orElseThrow().address().getPort();
        URI list = URI.create("http://127.0.0.1:" + port + "/api/devices");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private WsClient connect(String apiKey) {
        return WsClient.connect(HttpClient.newHttpClient(), address(), Map.of("X-API-Key", apiKey));
    }

    private int refusal(String apiKey) {
        return WsClient.refusal(HttpClient.newHttpClient(), address(), Map.of("X-API-Key", apiKey));
    }

    private URI address() {
        int port = gateway.listeners().get(0).address().getPort();
        return URI.create("ws://127.0.0.1:" + port + "/api/engine/v2/systems/control");
    }

    private String exec(int id, String name, int argument) {
        panel.send("{\"id\":" + id + ",\"cmd\":\"exec\",\"sys\":\"sys-1\",\"mod\":\"Display\",\"name\":\"" + name
                + "\",\"args\":[" + argument + "]}");
        return panel.next("{\"id\":" + id + ",");
    }

    private GatewayConfig read() {
        return GatewayConfig.read(Optional.of(file()), Map.of("SLUICE_ADMIN_PORT", "0"))
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
    }

    private void write(String module) throws IOException {
        write(module, "");
    }

    private void write(String module, String more) throws IOException {
        Files.writeString(
                file(), more + "protocols:\n  placeos:\n    systems:\n      sys-1: {modules: [" + module + "]}\n");
    }

    private Path file() {
        return directory.resolve("sluice.yaml");
    }
}
