package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Problem;
import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @BeforeEach
    void start() throws Exception {
        write(FIRST);
        gateway = Gateway.start(read());
        reload = new Reload(this::read, gateway);
        int port = gateway.listeners().get(0).address().getPort();
        String key = gateway.credentials().inClear().get("placeos").get("api_key");
        panel = WsClient.connect(
                HttpClient.newHttpClient(),
                URI.create("ws://127.0.0.1:" + port + "/api/engine/v2/systems/control"),
                Map.of("X-API-Key", key));
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
        Files.writeString(file(), "protocols:\n  placeos:\n    systems:\n      sys-1: {modules: [" + module + "]}\n");
    }

    private Path file() {
        return directory.resolve("sluice.yaml");
    }
}
