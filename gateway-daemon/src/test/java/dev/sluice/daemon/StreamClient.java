package dev.sluice.daemon;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A client of a biometric stream that lives with the server's sudden end. */
final class StreamClient implements WebSocket.Listener {
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final String identify;
    private final Consumer<String> onDispatch;
    private final WebSocket socket;

    /**
     * Connects and identifies itself.
     *
     * @param type 0 to produce, 1 to consume
     * @param onDispatch gets each DISPATCH as it came, on a thread of the client's
     */
    StreamClient(HttpClient http, URI uri, String token, int type, Consumer<String> onDispatch) {
        this.identify = "{\"op\":3,\"d\":{\"token\":\"" + token + "\",\"type\":" + type + "}}";
        this.onDispatch = onDispatch;
        this.socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
        socket.sendText(identify, true);
        CompletableFuture.anyOf(ready, ended).join();
        if (!ready.isDone()) {
            throw new IllegalStateException("not ready");
        }
    }

    /** Sends a text; false if the connection has ended. */
    boolean send(String text) {
        try {
            socket.sendText(text, true).join();
            return !ended.isDone();
        } catch (CompletionException e) {
            return false;
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            if (text.equals("{\"op\":4}")) {
                ready.complete(null);
            } else if (text.startsWith("{\"op\":5,")) {
                onDispatch.accept(text);
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        ended.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.complete(null);
    }

    void abort() {
        socket.abort();
        ended.complete(null);
    }
}
