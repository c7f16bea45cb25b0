package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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

/** Wherever credentials are looked at, not many wrong ones are. One gateway for each: a limit that is reached holds everywhere. */
class GuessesIT {
    private static final int MOST = 3;
    private static final String WRONG = "wrong-credentials-of-somebody";
    private static final String TOKEN = "admin-token-of-this-test";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("sluice:" + WRONG).getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(directory.resolve("sluice.yaml"), """
                listeners: [{name: http, port: 0}]
                adapters: [{type: simulator}]
                admin: {port: 0, token-sha256: %s}
                transport: {limits: {wrong-credentials: %d, wrong-credentials-exempt: []}}
                """.formatted(KeyHash.of(TOKEN), MOST));
        GatewayConfig config = GatewayConfig.read(Optional.of(file), Map.of())
                .with(Optional.of(directory.resolve("data")), OptionalInt.empty(), OptionalInt.empty());
        assertThat(config.problems()).isEmpty();
        gateway = Gateway.start(config);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void handshakes() throws Exception {
        slowsDown(() -> WsClient.refusal(http, ws("/valve"), Map.of("Authorization", BASIC)), 401);
    }

    @Test
    void handshakesWithKeys() throws Exception {
        URI placeos = ws("/api/engine/v2/systems/control");
        slowsDown(() -> WsClient.refusal(http, placeos, Map.of("X-API-Key", WRONG)), 401);
    }

    @Test
    void tickets() throws Exception {
        slowsDown(() -> post("/auth/ticket", "", "Authorization", BASIC).statusCode(), 401);
    }

    @Test
    void tokensForPasswords() throws Exception {
        String form = "grant_type=password&username=support&password=" + WRONG;
        slowsDown(() -> post("/auth/oauth/token", form, "X-Nothing", "").statusCode(), 400);
    }

    @Test
    void tokensForDevelopers() throws Exception {
        slowsDown(() -> post("/auth/developer", "", "Authorization", BASIC).statusCode(), 403);
    }

    @Test
    void pagesOfAProtocol() throws Exception {
        URI page = uri("http", gateway.listeners().get(0), "/api/v1/websocket/stats");
        slowsDown(() -> get(page, "Bearer " + WRONG).statusCode(), 401);
    }

    @Test
    void theAdminListener() throws Exception {
        URI page = uri("http", gateway.admin().orElseThrow(), "/api/devices");
        URI metrics = uri("http", gateway.admin().orElseThrow(), "/metrics");
        String before = get(metrics, "Bearer " + TOKEN).body();
        assertThat(before).contains("sluice_credentials_wrong_total 0.0", "sluice_credentials_refused_total 0.0");
        HttpResponse<String> refused = slowsDown(() -> get(page, "Bearer " + WRONG), 401);
        assertThat(refused.headers().firstValue("Retry-After")).contains("20");
        assertThat(get(page, "Bearer " + TOKEN).statusCode()).isEqualTo(429);
        assertThat(get(uri("http", gateway.admin().orElseThrow(), "/readyz"), "")
                        .statusCode())
                .as("probes have no token")
                .isEqualTo(200);
    }

    @Test
    void tokensInAMessage() throws Exception {
        String auth = "{\"type\":\"auth\",\"token\":\"" + WRONG + "\"}";
        for (int i = 0; i < MOST; i++) {
            try (WsClient client = WsClient.connect(http, ws("/ws"), Map.of())) {
                assertThat(client.send(auth).next()).contains("not valid or has expired");
            }
        }
        try (WsClient client = WsClient.connect(http, ws("/ws"), Map.of())) {
            assertThat(client.send(auth).next()).contains("invalid_token", "too many wrong tokens");
        }
    }

    @Test
    void ticketsAtHandshakes() throws Exception {
        slowsDown(() -> WsClient.refusal(http, ws("/valve?ticket=" + WRONG), Map.of()), 401);
    }

    @Test
    void tokensOfDevelopersInAMessage() throws Exception {
        String identify = "{\"op\":3,\"d\":{\"token\":\"" + WRONG + "\",\"type\":1}}";
        for (int i = 0; i < MOST; i++) {
            try (WsClient client = WsClient.connect(http, ws("/connect"), Map.of())) {
                assertThat(client.send(identify).closeReason()).contains("unknown, used or expired");
            }
        }
        try (WsClient client = WsClient.connect(http, ws("/connect"), Map.of())) {
            assertThat(client.send(identify).closeReason()).contains("too many wrong tokens");
        }
    }

    private interface Guess<T> {
        T make() throws Exception;
    }

    private <T> T slowsDown(Guess<T> guess, int status) throws Exception {
        for (int i = 0; i < MOST; i++) {
            assertThat(status(guess.make())).isEqualTo(status);
        }
        T last = guess.make();
        assertThat(status(last)).isEqualTo(429);
        return last;
    }

    private static int status(Object answer) {
        return answer instanceof HttpResponse<?> response ? response.statusCode() : (Integer) answer;
    }

    private HttpResponse<String> get(URI uri, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String name, String value)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        uri("http", gateway.listeners().get(0), path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(name, value)
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private URI ws(String path) {
        return uri("ws", gateway.listeners().get(0), path);
    }

    private static URI uri(String scheme, dev.sluice.transport.GatewayServer.Bound bound, String path) {
        return URI.create(scheme + "://127.0.0.1:" + bound.address().getPort() + path);
    }
}
