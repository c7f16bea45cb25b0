package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.Limits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole gateway says of itself while it goes, and what it promises of those who are gone. */
class ReadinessIT {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void isNotReadyFromTheMomentThatItIsToldToStopAndSaysSoToTheEnd() throws Exception {
        try (Gateway gateway = start()) {
            Rude rude = new Rude();
            http.newWebSocketBuilder()
                    .buildAsync(uri("ws", gateway.listeners().get(0).address().getPort(), "/endrpi"), rude)
                    .get(60, TimeUnit.SECONDS);
            Thread stopping = new Thread(gateway::close, "stopping");
            stopping.start();
            rude.told.get(60, TimeUnit.SECONDS);
            int admin = gateway.admin().orElseThrow().address().getPort();
            HttpResponse<String> ready = get(uri("http", admin, "/readyz"));
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("{\"part\":\"gateway\",\"state\":\"down\",\"reason\":\"stopping\"}");
            assertThat(get(uri("http", admin, "/healthz")).statusCode()).isEqualTo(200);
            assertThatThrownBy(() ->
                            get(uri("http", gateway.listeners().get(0).address().getPort(), "/")))
                    .isInstanceOf(ConnectException.class);
            rude.answer.complete(null);
            stopping.join();
        }
    }

    @Test
    void lettingGoOfAPeerThatIsGoneTakesNoProtocolMoreThanAMinute() throws StartException {
        try (Gateway gateway = start()) {
            assertThat(gateway.services()).hasSize(5);
            gateway.services().values().stream()
                    .flatMap(service -> service.endpoints().stream())
                    .forEach(endpoint -> assertThat(longestSilence(endpoint.limits()))
                            .as(endpoint.path().toString())
                            .isLessThanOrEqualTo(Duration.ofMinutes(1)));
        }
    }

    /** Two pings and the time for an answer to each, at a look around once a second. */
    private static Duration longestSilence(Limits limits) {
        return limits.idle().multipliedBy(3).plusSeconds(1);
    }

    private Gateway start() throws StartException {
        GatewayConfig config = GatewayConfig.read(Optional.empty(), Map.of("SLUICE_ADMIN_PORT", "0"))
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
        assertThat(config.problems()).isEmpty();
        return Gateway.start(config);
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static URI uri(String scheme, int port, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    /** Takes its leave when the test lets it. */
    private static final class Rude implements WebSocket.Listener {
        private final CompletableFuture<String> told = new CompletableFuture<>();
        private final CompletableFuture<String> answer = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            told.complete(code + " " + reason);
            return answer;
        }
    }
}
