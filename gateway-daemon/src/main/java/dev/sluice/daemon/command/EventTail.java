package dev.sluice.daemon.command;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints what devices say, live. Called by the threads of the HTTP client, one at a time; the next message is asked for when
 * this one is printed, so that who reads slowly slows the gateway's queue and not this process's memory.
 */
final class EventTail implements WebSocket.Listener {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Lines lines;
    private final Predicate<String> wanted;
    private final StringBuilder part = new StringBuilder();

    /**
     * Prints some of what comes.
     *
     * @param wanted of which devices
     */
    EventTail(Lines lines, Predicate<String> wanted) {
        this.lines = lines;
        this.wanted = wanted;
    }

    /**
     * Goes on until the gateway ends it or as many events have come.
     *
     * @param query which, as the admin listener has it
     * @param count how many; 0 is no end
     */
    static int run(AdminClient client, String query, int count, Output output)
            throws CommandFailure, InterruptedException {
        Lines lines = new Lines(output, count);
        WebSocket socket = client.open("/api/events" + query, new EventTail(lines, device -> true));
        try {
            return lines.await();
        } finally {
            AdminClient.close(socket);
        }
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
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JacksonException e) {
            end("a message that is no JSON (expected: one of Sluice's admin listener)");
            return;
        }
        if (message.has("error")) {
            end(message.path("error").asString(""));
        } else if (message.has("device") && wanted.test(message.path("device").asString(""))) {
            lines.print(message, Texts.event(message));
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
        lines.fail(new CommandFailure(ExitCode.FAILED, why));
    }
}
