package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole gateway for each test, as the embedded default starts it, and questions to its admin listener. Tests extend it. */
abstract class GatewayWithAdmin {
    static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path directory;

    final HttpClient http = HttpClient.newHttpClient();
    Gateway gateway;

    /** Settings that differ from the default. */
    Map<String, String> settings() {
        return Map.of();
    }

    @BeforeEach
    void start() throws StartException {
        Map<String, String> settings = new HashMap<>(settings());
        settings.put("SLUICE_ADMIN_PORT", "0");
        GatewayConfig config = GatewayConfig.read(Optional.empty(), settings)
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
        assertThat(config.problems()).isEmpty();
        gateway = Gateway.start(config);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    int port() {
        return gateway.admin().orElseThrow().address().getPort();
    }

    URI admin(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    URI socket(String path) {
        return URI.create("ws://127.0.0.1:" + port() + path);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(admin(path)));
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(admin(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(admin(path)).DELETE());
    }
}
