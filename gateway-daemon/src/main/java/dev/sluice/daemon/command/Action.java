package dev.sluice.daemon.command;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An action of a device, as its profile has it. */
record Action(String device, String name, JsonNode spec) {
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
            output.problem(reason + ": " + outcome.path("error").asString(""));
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
            String value = word.substring(at + 1);
            boolean isText = type.equals("text");
            arguments.set(argument, isText ? JsonNodeFactory.instance.stringNode(value) : Texts.typed(value));
        }
        return arguments;
    }

    private String takes() {
        String text = Texts.arguments(spec);
        return text.isEmpty() ? "nothing" : text;
    }
}
