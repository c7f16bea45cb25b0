package dev.sluice.description;

import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiDescription.Security;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.ApiMessage.Sender;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The AsyncAPI 3.0 document of one protocol: a channel for each endpoint, an operation for each message of a client on each
 * channel, one for all that the gateway says. What AsyncAPI has no word for (limits, close codes) is an extension. Pure: made
 * for one answer, by one thread.
 */
final class ApiDocument {
    private static final String VERSION = "3.0.0";
    private static final String BINDING = "0.1.0";

    private final String name;
    private final Protocol.Service service;
    private final ApiDescription api;
    private final List<Address> addresses;
    private final String release;
    private final Map<String, Endpoint> channels = new LinkedHashMap<>();

    /**
     * A document.
     *
     * @param addresses the listeners; those that do not serve the protocol are left out
     * @param release the gateway's version
     */
    ApiDocument(String name, Protocol.Service service, ApiDescription api, List<Address> addresses, String release) {
        this.name = name;
        this.service = service;
        this.api = api;
        this.addresses =
                addresses.stream().filter(address -> address.serves(name)).toList();
        this.release = release;
        service.endpoints().forEach(endpoint -> channels.put(id(endpoint.path().toString()), endpoint));
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("asyncapi", VERSION);
        json.set("info", info());
        json.put("defaultContentType", ApiMessage.Form.JSON.contentType());
        json.set("servers", servers());
        json.set("channels", channels());
        json.set("operations", operations());
        json.set("components", components());
        json.set("x-close-codes", closes());
        return json;
    }

    private ObjectNode info() {
        ObjectNode info = Json.object()
                .put("title", api.title())
                .put("version", release)
                .put(
                        "description",
                        api.description() + "\n\nAuthentication: "
                                + service.usage().authentication() + ".");
        info.putObject("license").put("name", "Apache-2.0");
        return info;
    }

    private ObjectNode servers() {
        ObjectNode servers = Json.object();
        for (Address address : addresses) {
            ObjectNode server = servers.putObject(id(address.name()))
                    .put("host", address.host())
                    .put("protocol", address.scheme());
            if (!api.security().isEmpty()) {
                ArrayNode ways = server.putArray("security");
                securitySchemes()
                        .propertyNames()
                        .forEach(way -> ways.add(reference("components", "securitySchemes", way)));
            }
        }
        return servers;
    }

    // ---- channels

    private ObjectNode channels() {
        ObjectNode all = Json.object();
        channels.forEach((id, endpoint) -> all.set(id, channel(endpoint)));
        return all;
    }

    private ObjectNode channel(Endpoint endpoint) {
        ObjectNode channel = Json.object().put("address", endpoint.path().toString());
        ObjectNode messages = channel.putObject("messages");
        api.messages()
                .forEach(message -> messages.set(message.name(), reference("components", "messages", message.name())));
        List<String> names = endpoint.path().names();
        if (!names.isEmpty()) {
            ObjectNode parameters = channel.putObject("parameters");
            names.forEach(part -> parameters
                    .putObject(part)
                    .put("description", api.parameters().getOrDefault(part, part)));
        }
        ObjectNode binding = channel.putObject("bindings").putObject("ws").put("method", "GET");
        api.query().ifPresent(query -> binding.set("query", query.json()));
        binding.put("bindingVersion", BINDING);
        channel.set("x-limits", limits(endpoint.promised()));
        return channel;
    }

    private static ObjectNode limits(Limits limits) {
        ObjectNode json = Json.object().put("messageBytes", limits.messageBytes());
        if (limits.messagesPerSecond() > 0) {
            json.put("messagesPerSecond", limits.messagesPerSecond());
        }
        if (limits.connections() > 0) {
            json.put("connections", limits.connections());
        }
        return json;
    }

    // ---- operations

    private ObjectNode operations() {
        ObjectNode operations = Json.object();
        channels.keySet().forEach(channel -> {
            for (ApiMessage message : api.messages(Sender.CLIENT)) {
                operations.set(channel + "." + message.name(), receive(channel, message));
            }
            operations.set(channel + ".listen", send(channel));
        });
        return operations;
    }

    private static ObjectNode receive(String channel, ApiMessage message) {
        ObjectNode operation = operation("receive", channel, message.summary());
        operation.putArray("messages").add(reference("channels", channel, "messages", message.name()));
        if (!message.replies().isEmpty()) {
            ObjectNode reply = operation.putObject("reply");
            reply.set("channel", reference("channels", channel));
            ArrayNode answers = reply.putArray("messages");
            message.replies().forEach(answer -> answers.add(reference("channels", channel, "messages", answer)));
        }
        return operation;
    }

    private ObjectNode send(String channel) {
        ObjectNode operation = operation("send", channel, "What a client hears");
        ArrayNode messages = operation.putArray("messages");
        api.messages(Sender.GATEWAY)
                .forEach(message -> messages.add(reference("channels", channel, "messages", message.name())));
        return operation;
    }

    private static ObjectNode operation(String action, String channel, String summary) {
        ObjectNode operation = Json.object().put("action", action);
        operation.set("channel", reference("channels", channel));
        return operation.put("summary", summary);
    }

    // ---- components

    private ObjectNode components() {
        ObjectNode components = Json.object();
        ObjectNode messages = components.putObject("messages");
        api.messages().forEach(message -> messages.set(message.name(), message(message)));
        if (!api.security().isEmpty()) {
            components.set("securitySchemes", securitySchemes());
        }
        return components;
    }

    private static ObjectNode message(ApiMessage message) {
        ObjectNode json = Json.object()
                .put("name", message.name())
                .put("summary", message.summary())
                .put("contentType", message.form().contentType())
                .put("x-sender", message.sender().name().toLowerCase(Locale.ROOT));
        json.set("payload", message.schema().json());
        ArrayNode examples = json.putArray("examples");
        message.examples().forEach(example -> examples.addObject().set("payload", example));
        return json;
    }

    private ObjectNode securitySchemes() {
        ObjectNode schemes = Json.object();
        for (Security security : api.security()) {
            if (security instanceof Security.HttpScheme http) {
                schemes.putObject(http.scheme())
                        .put("type", "http")
                        .put("scheme", http.scheme())
                        .put("description", http.description());
            } else if (security instanceof Security.Key key) {
                addKey(schemes, key);
            }
        }
        addKey(
                schemes,
                new Security.Key("ticket", "query", "A ticket from POST /auth/ticket, for what cannot set headers"));
        return schemes;
    }

    private static void addKey(ObjectNode schemes, Security.Key key) {
        schemes.putObject(id(key.place() + "-" + key.name()))
                .put("type", "httpApiKey")
                .put("name", key.name())
                .put("in", key.place())
                .put("description", key.description());
    }

    private ArrayNode closes() {
        ArrayNode closes = Json.array();
        api.closes()
                .forEach(close -> closes.addObject().put("code", close.code()).put("reason", close.reason()));
        return closes;
    }

    private static ObjectNode reference(String... path) {
        return Json.object().put("$ref", "#/" + String.join("/", path));
    }

    /** A name that may be a key and stand in a reference: {@code valve-device} for {@code /valve/{device}}. */
    private static String id(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-|-$", "");
        return plain.isEmpty() ? "root" : plain;
    }

    @Override
    public String toString() {
        return "AsyncAPI " + VERSION + " of " + name;
    }
}
