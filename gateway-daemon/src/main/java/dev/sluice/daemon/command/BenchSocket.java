package dev.sluice.daemon.command;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of a load: a ping, or a message, and then its answer. What comes unasked is passed over where pings are sent.
 * Called by the HTTP client's threads.
 */
final class BenchSocket implements WebSocket.Listener, BenchTarget.Asker {
    private static final long PATIENCE_SECONDS = 5;

    private final Optional<String> message;
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private volatile CompletableFuture<Boolean> waiting = new CompletableFuture<>();
    private volatile String ended = "";

    BenchSocket(Optional<String> message) {
        this.message = message;
    }

    BenchTarget.Asker opened(WebSocket open) {
        socket.complete(open);
        return this;
    }

    @Override
    public CompletionStage<?> ask() {
        if (!ended.isEmpty()) {
            return CompletableFuture.failedFuture(new IllegalStateException(ended));
        }
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        waiting = answer;
        WebSocket open = socket.join();
        CompletableFuture<WebSocket> sent =
                message.isPresent() ? open.sendText(message.get(), true) : open.sendPing(ByteBuffer.allocate(0));
        return sent.thenCombine(
                        answer, (done, answered) -> answered) // the next may not be sent before this one has been
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (last && message.isPresent()) {
            waiting.complete(true);
        }
        from.request(1);
        return null; // as the interface has it: the data may be reused
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        if (message.isEmpty()) {
            waiting.complete(true);
        }
        from.request(1);
        return null; // as the interface has it: the data may be reused
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        over("closed with " + code);
        return null; // as the interface has it: close at once
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        over(error.getClass().getSimpleName());
    }

    private void over(String why) {
        ended = why;
        waiting.completeExceptionally(new IllegalStateException(why));
    }

    @Override
    public void end() {
        socket.join().abort();
    }
}
