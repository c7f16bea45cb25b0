package dev.sluice.daemon.command;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints who comes, talks and goes in a protocol, by comparing what is with what was; of some sessions the frames, as the gateway
 * shows them, of the others how many messages. For one thread.
 */
final class SessionTail {
    /** Whoever looks into more takes them from others who look: the gateway keeps frames of a few sessions at a time. */
    private static final int MOST_LOOKED_INTO = 10;

    private final AdminClient client;
    private final String protocol;
    private final Lines lines;
    private final Map<String, Long> lastFrames = new HashMap<>();
    private Map<String, JsonNode> before = Map.of();

    SessionTail(AdminClient client, String protocol, Lines lines) {
        this.client = client;
        this.protocol = protocol;
        this.lines = lines;
    }

    void look() throws CommandFailure, InterruptedException {
        Map<String, JsonNode> gone = new HashMap<>(before);
        Map<String, JsonNode> now = new HashMap<>();
        String path = "/api/sessions" + Pages.query("protocol", protocol);
        for (JsonNode session : Pages.all(client, path, "sessions")) {
            String id = session.path("id").asString("");
            JsonNode last = gone.remove(id);
            now.put(id, session);
            if (last == null) {
                print(line("open", session), session);
                if (lastFrames.size() < MOST_LOOKED_INTO) {
                    lastFrames.put(id, 0L);
                }
            }
            if (!showsFrames(id) && last != null) {
                compare(last, session);
            }
        }
        for (Map.Entry<String, JsonNode> session : gone.entrySet()) {
            showsFrames(session.getKey());
            lastFrames.remove(session.getKey());
            print(line("closed", session.getValue()), session.getValue());
        }
        before = now;
    }

    /** Prints the frames since the last look; false if this session is not, or no longer, looked into. */
    private boolean showsFrames(String session) throws CommandFailure, InterruptedException {
        Long after = lastFrames.get(session);
        if (after == null) {
            return false;
        }
        AdminClient.Answer answer =
                client.ask("/api/sessions/" + AdminClient.encoded(session) + "/frames?after=" + after);
        if (answer.status() != 200) { // gone since, or a gateway that keeps no frames
            lastFrames.remove(session);
            return false;
        }
        JsonNode seen = answer.json();
        lastFrames.put(session, seen.path("last").asLong(after));
        long missed = seen.path("missed").asLong(0);
        if (missed > 0) {
            ObjectNode line = JsonNodeFactory.instance
                    .objectNode()
                    .put("event", "missed")
                    .put("session", session)
                    .put("frames", missed);
            lines.print(line, "missed  " + session + "  " + missed + " frames");
        }
        for (JsonNode frame : seen.path("frames")) {
            ObjectNode line =
                    JsonNodeFactory.instance.objectNode().put("event", "frame").put("session", session);
            frame.forEachEntry(line::set);
            lines.print(line, Texts.frame(session, frame));
        }
        return true;
    }

    private void compare(JsonNode last, JsonNode session) {
        long in =
                session.path("messages_in").asLong(0) - last.path("messages_in").asLong(0);
        long out = session.path("messages_out").asLong(0)
                - last.path("messages_out").asLong(0);
        if (in > 0 || out > 0) {
            print(line("traffic", session).put("in", in).put("out", out), session);
        }
    }

    private static ObjectNode line(String what, JsonNode session) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", what)
                .put("session", session.path("id").asString(""))
                .put("principal", session.path("principal").asString(""))
                .put("address", session.path("address").asString(""));
    }

    private void print(ObjectNode line, JsonNode session) {
        String traffic = line.has("in")
                ? "  " + line.path("in").asLong(0) + " in, " + line.path("out").asLong(0) + " out"
                : "";
        lines.print(line, Texts.session(line.path("event").asString(""), session) + traffic);
    }
}
