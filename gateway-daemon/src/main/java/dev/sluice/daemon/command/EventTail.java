package dev.sluice.daemon.command;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints what devices say, live. Called by the threads of the HTTP client, one at a time; the next message is asked for when
 * this one is printed, so that who reads slowly slows the gateway's queue and not this process's memory.
 */
final class EventTail implements WebSocket.Listener {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Output output;
    private final CountDownLatch over = new CountDownLatch(1);
    private final StringBuilder part = new StringBuilder();
    private int left;
    private volatile @Nullable String failure;

    private EventTail(Output output, int count) {
        this.output = output;
        this.left = count;
    }

    /**
     * Goes on until the gateway ends it or as many events have come.
     *
     * @param count how many; 0 is no end
     */
    static int run(AdminClient client, String query, int count, Output output)
            throws CommandFailure, InterruptedException {
        EventTail tail = new EventTail(output, count);
        WebSocket socket = client.open("/api/events" + query, tail);
        tail.over.await();
        socket.abort();
        String failure = tail.failure;
        if (failure != null) {
            throw new CommandFailure(ExitCode.FAILED, failure);
        }
        return ExitCode.OK.number();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            String text = part.toString();
            part.setLength(0);
            message(text);
        }
        socket.request(1);
        return null; // as the interface has it: the data may be reused
    }

    private void message(String text) {
        JsonNode message = JSON.readTree(text);
        if (message.has("error")) {
            end(message.path("error").asString(""));
        } else if (message.has("device") && over.getCount() > 0) {
            output.line(output.isJson() ? text : Texts.event(message));
            if (left > 0 && --left == 0) {
                over.countDown();
            }
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end("the gateway closed with " + code + " " + reason);
        return null; // as the interface has it: close at once
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end("the connection ended: " + error.getClass().getSimpleName());
    }

    private void end(String why) {
        if (over.getCount() > 0) {
            failure = why;
            over.countDown();
        }
    }
}
