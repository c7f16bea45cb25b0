package dev.sluice.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real WebSocket client, the one of the JDK, with blocking calls for tests. */
public final class WsClient implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private volatile String closeReason = "";
    private final WebSocket socket;

    private WsClient(HttpClient http, URI uri, Map<String, String> headers) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        socket = builder.buildAsync(uri, new Inbound()).join();
    }

    /** Connects; fails if the server refuses. */
    public static WsClient connect(HttpClient http, URI uri, Map<String, String> headers) {
        return new WsClient(http, uri, headers);
    }

    /** The HTTP status with which the server refuses a handshake; fails if it does not. */
    public static int refusal(HttpClient http, URI uri, Map<String, String> headers) {
        try (WsClient client = new WsClient(http, uri, headers)) {
            throw new AssertionError("connected to " + client.socket);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    public WsClient send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    public WsClient sendBinary(byte... bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    /** The next text, waiting for it if need be. */
    public String next() {
        try {
            String text = texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("no message within " + PATIENCE_SECONDS + " s");
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The next text that contains {@code part}; others before it are dropped. */
    public String next(String part) {
        String text = next();
        while (!text.contains(part)) {
            text = next();
        }
        return text;
    }

    /** The code with which the server closes, waiting for it if need be. */
    public int closeCode() {
        try {
            return closeCode.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no close", e);
        }
    }

    /** Why the server closes, waiting for it if need be. */
    public String closeReason() {
        closeCode();
        return closeReason;
    }

    /** Closes with 1000 and waits until the server has answered, unless the server has closed already. */
    @Override
    public void close() {
        if (!socket.isOutputClosed() && !closeCode.isDone()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            closeCode();
        }
        socket.abort();
    }

    private final class Inbound implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closeReason = reason;
            closeCode.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closeCode.completeExceptionally(error);
        }
    }
}
