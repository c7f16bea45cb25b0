package dev.sluice.daemon.command;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Where a load goes. Safe for use by several threads. */
final class BenchTarget implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI url;
    private final Map<String, String> headers;
    private final Optional<String> message;
    private final ExecutorService workers;
    private final HttpClient http;

    private BenchTarget(
            URI url, Map<String, String> headers, Optional<String> message, ExecutorService workers, HttpClient http) {
        this.url = url;
        this.headers = headers;
        this.message = message;
        this.workers = workers;
        this.http = http;
    }

    static BenchTarget of(URI url, Map<String, String> headers, Optional<String> message, Optional<Path> authority)
            throws CommandFailure {
        ExecutorService workers = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "sluice-bench");
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(workers)
                .connectTimeout(PATIENCE);
        if (authority.isPresent()) {
            http.sslContext(Trust.of(authority.get()));
        }
        return new BenchTarget(url, headers, message, workers, http.build());
    }

    /** A connection, ready to ask. */
    CompletionStage<Asker> connect() {
        return url.getScheme().startsWith("ws") ? webSocket() : CompletableFuture.completedFuture(new Get());
    }

    private CompletionStage<Asker> webSocket() {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(PATIENCE);
        headers.forEach(builder::header);
        BenchSocket socket = new BenchSocket(message);
        return builder.buildAsync(url, socket).thenApply(open -> socket.opened(open));
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    /** One that asks, waits for the answer, and asks again. */
    interface Asker {
        /** Completes with the answer; fails without one. */
        CompletionStage<?> ask();

        void end();
    }

    private final class Get implements Asker {
        private final HttpRequest request = request();

        private HttpRequest request() {
            HttpRequest.Builder builder = HttpRequest.newBuilder(url).timeout(PATIENCE);
            headers.forEach(builder::header);
            return builder.build();
        }

        @Override
        public CompletionStage<?> ask() {
            return http.sendAsync(request, BodyHandlers.discarding()).thenAccept(answer -> {
                if (answer.statusCode() >= 400) {
                    throw new IllegalStateException("status " + answer.statusCode());
                }
            });
        }

        @Override
        public void end() {}
    }
}
