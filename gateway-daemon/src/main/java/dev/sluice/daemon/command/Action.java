package dev.sluice.daemon.command;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An action of a device, as its profile has it. */
record Action(String device, String name, JsonNode spec) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Has the device act, and tells the outcome.
     *
     * @param words {@code NAME=VALUE} each
     */
    int run(AdminClient client, List<String> words, Output output) throws CommandFailure, InterruptedException {
        String path = "/api/devices/" + AdminClient.encoded(device) + "/actions/" + AdminClient.encoded(name);
        AdminClient.Answer answer = client.post(path, arguments(words));
        JsonNode outcome = answer.json();
        if (output.isJson()) {
            output.json(outcome);
        } else if (answer.status() == 200) {
            JsonNode value = outcome.path("value");
            output.line("done" + (value.isNull() || value.isMissingNode() ? "" : ": " + Texts.of(value)));
        } else {
            String reason = outcome.path("reason").asString("refused");
            output.err()
                    .println("sluice: " + reason + ": " + outcome.path("error").asString(""));
        }
        return answer.status() == 200 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }

    /** A value is what the profile says: where that is a text, {@code 1} and {@code true} are texts, too. */
    private ObjectNode arguments(List<String> words) throws CommandFailure {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (String word : words) {
            int at = word.indexOf('=');
            if (at <= 0) {
                throw new CommandFailure(
                        ExitCode.USAGE, "argument '" + word + "' (expected: NAME=VALUE; it takes: " + takes() + ")");
            }
            String argument = word.substring(0, at);
            String type = spec.path("arguments").path(argument).path("type").asString("");
            boolean isText = type.equals("string") || type.equals("text");
            arguments.set(argument, isText ? text(word.substring(at + 1)) : value(word.substring(at + 1)));
        }
        return arguments;
    }

    private String takes() {
        String text = Texts.arguments(spec);
        return text.isEmpty() ? "nothing" : text;
    }

    private static JsonNode value(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isMissingNode() ? text(text) : json;
        } catch (JacksonException e) { // then it is no JSON, but a text
            return text(text);
        }
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }
}
