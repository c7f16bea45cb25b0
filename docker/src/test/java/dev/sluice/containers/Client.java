package dev.sluice.containers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket client that keeps what comes. Used by a test's thread; the listener is called by the HTTP client's. */
final class Client implements AutoCloseable, WebSocket.Listener {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    Client(HttpClient http, URI address, Map<String, String> headers) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        socket = builder.buildAsync(address, this).join();
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    /** The next message of that kind; others are passed over. */
    JsonNode next(Predicate<JsonNode> kind) throws InterruptedException {
        List<String> others = new ArrayList<>();
        for (String text = poll(); text != null; text = poll()) {
            JsonNode message = JSON.readTree(text);
            if (kind.test(message)) {
                return message;
            }
            others.add(text);
        }
        throw new AssertionError("the expected message has not come, but " + others);
    }

    private String poll() throws InterruptedException {
        return messages.poll(30, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
