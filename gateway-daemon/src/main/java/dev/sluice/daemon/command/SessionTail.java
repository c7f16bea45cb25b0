package dev.sluice.daemon.command;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Prints who comes, talks and goes in a protocol, by comparing what is with what was. For one thread. */
final class SessionTail {
    private final AdminClient client;
    private final String protocol;
    private final Lines lines;
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
            } else {
                compare(last, session);
            }
        }
        gone.values().forEach(session -> print(line("closed", session), session));
        before = now;
    }

    private void compare(JsonNode last, JsonNode session) {
        long in = session.path("messages_in").asLong(0) - last.path("messages_in").asLong(0);
        long out = session.path("messages_out").asLong(0) - last.path("messages_out").asLong(0);
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
