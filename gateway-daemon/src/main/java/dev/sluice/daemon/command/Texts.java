package dev.sluice.daemon.command;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON as people read and type it. Stateless. */
public final class Texts {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Texts() {}

    /** What somebody typed: JSON where it is that, else a text. */
    public static JsonNode typed(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isMissingNode() ? JsonNodeFactory.instance.stringNode(text) : json;
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }

    /** A value: a text as it is, anything else as JSON. */
    static String of(JsonNode value) {
        return value.isString() ? value.asString("") : value.toString();
    }

    /** Actions of a profile, each with its arguments and its description. */
    static List<List<String>> actions(JsonNode actions) {
        List<List<String>> rows = new ArrayList<>();
        actions.forEachEntry((name, action) -> rows.add(
                List.of(name, arguments(action), action.path("description").asString(""))));
        return rows;
    }

    /** What an action takes: {@code on=boolean [size=none|small|major]}. */
    static String arguments(JsonNode action) {
        List<String> texts = new ArrayList<>();
        action.path("arguments").forEachEntry((name, spec) -> {
            String type = spec.path("values").isEmpty()
                    ? spec.path("type").asString("")
                    : String.join(
                            "|",
                            spec.path("values").valueStream().map(Texts::of).toList());
            String text = name + "=" + type;
            texts.add(spec.path("required").asBoolean(false) ? text : "[" + text + "]");
        });
        return String.join(" ", texts);
    }

    /** An event, one line. */
    static String event(JsonNode event) {
        String head = event.path("at").asString("") + "  "
                + event.path("device").asString("") + "  " + event.path("event").asString("") + "  ";
        String text = head
                + switch (event.path("event").asString("")) {
                    case "reading" -> reading(event.path("attributes"));
                    case "status-change" ->
                        event.path("before").asString("") + " -> "
                                + event.path("after").asString("") + " "
                                + event.path("reason").asString("");
                    case "alert" ->
                        event.path("severity").asString("") + " "
                                + event.path("type").asString("") + ": "
                                + event.path("title").asString("") + ": "
                                + event.path("message").asString("");
                    case "log-line" ->
                        event.path("level").asString("") + " "
                                + event.path("source").asString("") + ": "
                                + event.path("message").asString("");
                    default -> event.toString();
                };
        return text.replaceAll("\\s", " ");
    }

    /** A session and what it does, one line. */
    static String session(String what, JsonNode session) {
        return what + "  " + session.path("id").asString("") + "  "
                + session.path("principal").asString("") + "  "
                + session.path("address").asString("");
    }

    /** A frame of a session, one line; its text is in it where the gateway shows it. */
    static String frame(String session, JsonNode frame) {
        String text = frame.path("text").asString("") + (frame.path("cut").asBoolean(false) ? " …" : "");
        String head = frame.path("at").asString("") + "  " + session + "  frame  "
                + frame.path("direction").asString("") + " "
                + frame.path("opcode").asString("") + " " + frame.path("size").asLong(0);
        return (text.isEmpty() ? head : head + ": " + text).replaceAll("\\s", " ");
    }

    private static String reading(JsonNode attributes) {
        List<String> texts = new ArrayList<>();
        attributes.forEachEntry((name, value) -> texts.add(
                name + "=" + of(value.path("value")) + " " + value.path("unit").asString("")));
        return String.join(", ", texts.stream().map(String::strip).toList());
    }
}
