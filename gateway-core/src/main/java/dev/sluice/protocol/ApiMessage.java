package dev.sluice.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * A kind of message in an {@link ApiDescription}.
 *
 * @param name within the protocol: letters, digits, {@code -} and {@code _}
 * @param summary one line
 * @param form JSON, or a plain text which the schema sees as a JSON text
 * @param examples at least one; those of clients are such as the codec takes, those of the gateway such as the codec writes
 * @param replies names of the messages that answer it, if any do
 * @param error whether it tells a client that something is wrong with what it said
 */
public record ApiMessage(
        String name,
        Sender sender,
        String summary,
        Form form,
        Schema schema,
        List<JsonNode> examples,
        List<String> replies,
        boolean error) {

    /** Who says it. */
    public enum Sender {
        CLIENT,
        GATEWAY
    }

    /** How it is written. */
    public enum Form {
        JSON("application/json"),
        PLAIN("text/plain");

        private final String contentType;

        Form(String contentType) {
            this.contentType = contentType;
        }

        public String contentType() {
            return contentType;
        }
    }

    public ApiMessage {
        examples = List.copyOf(examples);
        replies = List.copyOf(replies);
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("message name '" + name + "' (expected: letters, digits, - and _)");
        }
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("message '" + name + "' has no example (expected: at least one)");
        }
    }

    /** A message of clients. */
    public static ApiMessage fromClient(String name, String summary, Schema schema, JsonNode... examples) {
        return new ApiMessage(name, Sender.CLIENT, summary, Form.JSON, schema, List.of(examples), List.of(), false);
    }

    /** A message of the gateway, with examples that its codec wrote. */
    public static ApiMessage fromGateway(String name, String summary, Schema schema, Payload... examples) {
        List<JsonNode> parsed = Stream.of(examples).map(Json::read).toList();
        return new ApiMessage(name, Sender.GATEWAY, summary, Form.JSON, schema, parsed, List.of(), false);
    }

    /** A message that is always the same text and no JSON. */
    public static ApiMessage plain(String name, Sender sender, String summary, String text) {
        return new ApiMessage(
                name,
                sender,
                summary,
                Form.PLAIN,
                Schema.constant(text),
                List.of(StringNode.valueOf(text)),
                List.of(),
                false);
    }

    /** The same, answered by others. */
    public ApiMessage answeredBy(String... names) {
        List<String> all = new ArrayList<>(replies);
        all.addAll(List.of(names));
        return new ApiMessage(name, sender, summary, form, schema, examples, all, error);
    }

    /** The same as an error. */
    public ApiMessage asError() {
        return new ApiMessage(name, sender, summary, form, schema, examples, replies, true);
    }

    /** An example as it goes over the wire. */
    public String wire(JsonNode example) {
        return form == Form.PLAIN ? example.stringValue() : example.toString();
    }
}
