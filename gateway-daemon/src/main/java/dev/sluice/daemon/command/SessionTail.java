package dev.sluice.daemon.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Prints who comes, talks and goes in a protocol, by looking once a second. For one thread. */
final class SessionTail {
    private final AdminClient client;
    private final String protocol;
    private final Output output;
    private final CountDownLatch never = new CountDownLatch(1);
    private Map<String, JsonNode> before = new HashMap<>();

    SessionTail(AdminClient client, String protocol, Output output) {
        this.client = client;
        this.protocol = protocol;
        this.output = output;
    }

    /** @param count lines after which it ends; 0 is no end */
    int run(int count) throws CommandFailure, InterruptedException {
        int printed = 0;
        while (true) {
            for (ObjectNode line : look()) {
                output.line(output.isJson() ? line.toString() : text(line));
                if (++printed == count) {
                    return ExitCode.OK.number();
                }
            }
            if (never.await(1, TimeUnit.SECONDS)) {
                return ExitCode.OK.number();
            }
        }
    }

    private List<ObjectNode> look() throws CommandFailure, InterruptedException {
        Map<String, JsonNode> now = new HashMap<>();
        List<ObjectNode> lines = new ArrayList<>();
        String path = "/api/sessions" + Pages.query("protocol", protocol);
        for (JsonNode session : Pages.all(client, path, "sessions")) {
            String id = session.path("id").asString("");
            JsonNode last = before.remove(id);
            now.put(id, session);
            long in = session.path("messages_in").asLong(0);
            long out = session.path("messages_out").asLong(0);
            if (last == null) {
                lines.add(line("open", session).put("in", in).put("out", out));
                continue;
            }
            long newIn = in - last.path("messages_in").asLong(0);
            long newOut = out - last.path("messages_out").asLong(0);
            if (newIn > 0 || newOut > 0) {
                lines.add(line("traffic", session).put("in", newIn).put("out", newOut));
            }
        }
        before.values().forEach(gone -> lines.add(line("closed", gone)));
        before = now;
        return lines;
    }

    private static ObjectNode line(String what, JsonNode session) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", what)
                .put("session", session.path("id").asString(""))
                .put("principal", session.path("principal").asString(""))
                .put("address", session.path("address").asString(""));
    }

    private static String text(ObjectNode line) {
        String traffic = line.has("in")
                ? "  " + line.path("in").asLong(0) + " in, " + line.path("out").asLong(0) + " out"
                : "";
        return line.path("event").asString("") + "  " + line.path("session").asString("") + "  "
                + line.path("principal").asString("") + "  "
                + line.path("address").asString("") + traffic;
    }
}
