package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How the daemon goes away when it is asked to. */
class DrainIT {
    private static final int CLIENTS = 50;
    private static final int OPEN_FILES = 1024;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void tellsEveryClientAndEndsWithZero() throws Exception {
        try (ChildDaemon daemon = start("window: 100ms")) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(daemon, CompletableFuture.completedFuture(null)));
            }
            assertThat(daemon.stop()).isZero();
            for (Client client : clients) {
                assertThat(client.closed()).isEqualTo("1001 server is shutting down");
            }
        }
    }

    @Test
    void endsWithZeroThoughAClientDoesNotTakeItsLeave() throws Exception {
        try (ChildDaemon daemon = start("window: 0s, deadline: 20s")) {
            Client rude = new Client(daemon, new CompletableFuture<>());
            assertThat(daemon.stop()).isZero();
            assertThat(rude.closed()).isEqualTo("1001 server is shutting down");
        }
    }

    @Test
    void endsAtOnceAtTheSecondSignal() throws Exception {
        try (ChildDaemon daemon = start("window: 0s, deadline: 10m")) {
            Client rude = new Client(daemon, new CompletableFuture<>());
            daemon.askToStop();
            assertThat(rude.closed()).isEqualTo("1001 server is shutting down");
            assertThat(daemon.stop()).isEqualTo(128 + 15);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsWithZeroAtTheFirstInterruptAndAtOnceAtTheSecond() throws Exception {
        try (ChildDaemon daemon = start("window: 0s", OPEN_FILES)) {
            Client polite = new Client(daemon, CompletableFuture.completedFuture(null));
            daemon.signal("INT");
            assertThat(polite.closed()).isEqualTo("1001 server is shutting down");
            assertThat(daemon.exitCode()).isZero();
        }
        try (ChildDaemon daemon = start("window: 0s, deadline: 10m", OPEN_FILES)) {
            Client rude = new Client(daemon, new CompletableFuture<>());
            daemon.signal("INT");
            assertThat(rude.closed()).isEqualTo("1001 server is shutting down");
            daemon.signal("INT");
            assertThat(daemon.exitCode()).isEqualTo(128 + 2);
        }
    }

    private ChildDaemon start(String drain) throws IOException {
        return ChildDaemon.start(config(drain), directory.resolve("data"), directory.resolve("log"));
    }

    private ChildDaemon start(String drain, int openFiles) throws IOException {
        return ChildDaemon.start(openFiles, config(drain), directory.resolve("data"), directory.resolve("log"));
    }

    private Path config(String drain) throws IOException {
        return Files.writeString(
                directory.resolve("sluice.yaml"),
                "listeners: [{name: http, port: 0}]\nadapters: []\ntransport: {drain: {" + drain + "}}\n");
    }

    /** A client that answers a Close when the test lets it. */
    private final class Client implements WebSocket.Listener {
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final CompletionStage<?> answer;

        Client(ChildDaemon daemon, CompletionStage<?> answer) {
            this.answer = answer;
            http.newWebSocketBuilder().buildAsync(daemon.uri("/endrpi"), this).join();
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(code + " " + reason);
            return answer;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(error.toString());
        }

        String closed() throws Exception {
            return closed.get(60, TimeUnit.SECONDS);
        }
    }
}
