package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of the soak, to this machine only: what it gets is counted and thrown away. Used by one driver's thread. */
final class SoakClient implements WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch ended = new CountDownLatch(1);

    /** For each message that came an entry without a text; for the end one that says how it ended. */
    private final BlockingQueue<Optional<String>> received = new LinkedBlockingQueue<>();

    private final WebSocket socket;

    private SoakClient(WebSocket.Builder builder, URI uri) {
        this.socket = builder.buildAsync(uri, this).join();
    }

    static SoakClient connect(HttpClient http, Target target) throws IOException {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(PATIENCE);
        for (String header : target.headers()) {
            int colon = header.indexOf(':');
            builder.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        URI uri = URI.create("ws://" + target.address().getAddress().getHostAddress() + ":"
                + target.address().getPort() + target.path());
        try {
            return new SoakClient(builder, uri);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new RefusedException(target.path(), refused.getResponse().statusCode());
            }
            throw new IOException(target.path() + ": " + e.getCause(), e);
        }
    }

    /** The server does not take a connection. */
    static final class RefusedException extends IOException {
        private static final int BUSY = 503;
        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(String path, int status) {
            super(path + ": refused with " + status);
            this.status = status;
        }

        /** Whether it has too much to do for new connections, so that those that there are do not suffer. */
        boolean isBusy() {
            return status == BUSY;
        }
    }

    void send(String text) throws IOException {
        try {
            socket.sendText(text, true).join();
        } catch (CompletionException e) {
            throw new IOException("a connection ended that should not: " + e.getCause(), e);
        }
    }

    /** Waits for as many messages more. */
    void await(int messages) throws IOException, InterruptedException {
        for (int i = 0; i < messages; i++) {
            Optional<String> next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next == null || next.isPresent()) {
                String end = next == null ? "nothing for " + PATIENCE.toSeconds() + " s" : next.orElse("");
                throw new IOException("found " + i + " messages, then " + end + " (expected: " + messages + ")");
            }
        }
    }

    /** Waits until the server has ended the connection. */
    void awaitEnd() throws IOException, InterruptedException {
        if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("a connection lasts that the server should have ended");
        }
    }

    /** Ends politely. */
    void close() throws IOException, InterruptedException {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        awaitEnd();
    }

    /** Ends as a client does whose network is gone. */
    void abort() {
        socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        if (last) {
            received.add(Optional.empty());
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        received.add(Optional.of("Close " + statusCode + " " + reason));
        ended.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        received.add(Optional.of(error.toString()));
        ended.countDown();
    }
}
