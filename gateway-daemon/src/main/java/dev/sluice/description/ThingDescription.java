package dev.sluice.description;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.Status;
import dev.sluice.device.ValueSpec;
import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Thing Description (W3C WoT TD 1.1) of a device: properties and actions from its profile, the events that every device
 * has, and links to the protocols that serve it under an address of its own. Addresses are relative to the listener that is
 * asked, but for those of the protocols. Pure; safe for use by any thread.
 */
final class ThingDescription {
    private static final String CONTEXT = "https://www.w3.org/2022/wot/td/v1.1";
    private static final String DIRECTORY_CONTEXT = "https://www.w3.org/2022/wot/discovery";
    private static final String JSON = "application/json";

    private final Map<String, Protocol.Service> services;
    private final List<Address> addresses;
    private final boolean secured;

    /**
     * What all devices have in common.
     *
     * @param secured whether the listener that serves the forms wants a bearer token
     */
    ThingDescription(Map<String, Protocol.Service> services, List<Address> addresses, boolean secured) {
        this.services = services;
        this.addresses = addresses;
        this.secured = secured;
    }

    // ---- the directory

    /** The directory of all things, which is a thing itself. */
    ObjectNode directory() {
        ObjectNode json = Json.object();
        json.putArray("@context").add(CONTEXT).add(DIRECTORY_CONTEXT);
        json.put("@type", "ThingDirectory").put("title", "Sluice");
        addSecurity(json);
        ObjectNode things = json.putObject("properties").putObject("things");
        things.put("description", "The devices' descriptions, a page of them: see limit and offset")
                .put("type", "array")
                .put("readOnly", true);
        things.putObject("items").put("type", "object");
        ObjectNode variables = things.putObject("uriVariables");
        variables.putObject("limit").put("type", "integer").put("minimum", 1).put("maximum", ThingPages.MOST);
        variables.putObject("offset").put("type", "integer").put("minimum", 0);
        things.putArray("forms")
                .add(form("/things{?limit,offset}", "readproperty").put("contentType", ThingPages.TYPE));
        return json;
    }

    // ---- a device

    ObjectNode of(Device device) {
        String id = device.id().value();
        ObjectNode json = Json.object()
                .put("@context", CONTEXT)
                .put("id", "urn:x-sluice:" + id)
                .put("title", device.name())
                .put("description", "A device of the kind " + device.kind());
        addSecurity(json);
        json.set("properties", properties(device));
        json.set("actions", actions(device));
        json.set("events", events(id));
        json.putArray("forms").add(form("/things/" + id + "/properties", "readallproperties"));
        json.set("links", links(device));
        return json;
    }

    private void addSecurity(ObjectNode json) {
        ObjectNode definitions = json.putObject("securityDefinitions");
        if (secured) {
            definitions
                    .putObject("bearer")
                    .put("scheme", "bearer")
                    .put("in", "header")
                    .put("name", "Authorization");
            json.put("security", "bearer");
        } else {
            definitions.putObject("none").put("scheme", "nosec");
            json.put("security", "none");
        }
    }

    private static ObjectNode properties(Device device) {
        ObjectNode properties = Json.object();
        device.profile().attributes().forEach((name, spec) -> {
            ObjectNode property = data(spec).put("readOnly", true);
            property.putArray("forms")
                    .add(form("/things/" + device.id() + "/properties/" + encoded(name), "readproperty"));
            properties.set(name, property);
        });
        return properties;
    }

    private static ObjectNode actions(Device device) {
        ObjectNode actions = Json.object();
        device.profile().actions().forEach((name, spec) -> {
            ObjectNode action = actions.putObject(name);
            if (!spec.description().isEmpty()) {
                action.put("description", spec.description());
            }
            action.set("input", input(spec));
            action.set(
                    "output",
                    Schema.object()
                            .member("outcome", Schema.oneOf(List.of("done", "refused")))
                            .open()
                            .json());
            action.putArray("forms")
                    .add(form("/api/devices/" + device.id() + "/actions/" + encoded(name), "invokeaction")
                            .put("htv:methodName", "POST"));
        });
        return actions;
    }

    private static ObjectNode input(ActionSpec spec) {
        Schema input = Schema.object();
        for (Map.Entry<String, ValueSpec> argument : spec.arguments().entrySet()) {
            Schema value = Schema.of(argument.getValue());
            input = argument.getValue().required()
                    ? input.member(argument.getKey(), value)
                    : input.optional(argument.getKey(), value);
        }
        ObjectNode json = input.json();
        spec.arguments().forEach((name, argument) -> {
            if (!argument.unit().isEmpty()) {
                json.withObjectProperty("properties").withObjectProperty(name).put("unit", argument.unit());
            }
        });
        return json;
    }

    private static ObjectNode data(ValueSpec spec) {
        ObjectNode json = Schema.of(spec).json();
        if (!spec.unit().isEmpty()) {
            json.put("unit", spec.unit());
        }
        return json;
    }

    // ---- events: those of the admin listener's stream

    private static ObjectNode events(String id) {
        ObjectNode events = Json.object();
        events.set(
                "reading",
                event(
                        id,
                        Kind.READING,
                        "Attributes have new values",
                        Schema.object()
                                .member(
                                        "attributes",
                                        Schema.mapOf(Schema.object()
                                                .member("value", Schema.anything())
                                                .member("at", Schema.time())
                                                .open()))));
        Schema status = Schema.oneOf(names(Status.values()));
        events.set(
                "status-change",
                event(
                        id,
                        Kind.STATUS_CHANGE,
                        "The device's status has changed",
                        Schema.object()
                                .member("before", status)
                                .member("after", status)
                                .member("reason", Schema.text())));
        events.set(
                "alert",
                event(
                        id,
                        Kind.ALERT,
                        "Something a person should know",
                        Schema.object()
                                .member("id", Schema.integer())
                                .member("severity", Schema.oneOf(names(Severity.values())))
                                .member("type", Schema.text())
                                .member("title", Schema.text())
                                .member("message", Schema.text())));
        events.set(
                "log-line",
                event(
                        id,
                        Kind.LOG_LINE,
                        "A line of the device's own log",
                        Schema.object()
                                .member("level", Schema.oneOf(names(Level.values())))
                                .member("source", Schema.text())
                                .member("message", Schema.text())));
        return events;
    }

    private static ObjectNode event(String id, Kind kind, String description, Schema data) {
        ObjectNode event = Json.object().put("description", description);
        event.set(
                "data",
                data.member("event", Schema.constant(name(kind)))
                        .member("device", Schema.constant(id))
                        .member("at", Schema.time())
                        .open()
                        .json());
        event.putArray("forms")
                .add(form("/api/events?device=" + id + "&kind=" + name(kind), "subscribeevent")
                        .put("subprotocol", "websocket"));
        return event;
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(ThingDescription::name).toList();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ObjectNode form(String href, String operation) {
        return Json.object().put("href", href).put("contentType", JSON).put("op", operation);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    // ---- protocols that serve the device under an address of its own

    private ArrayNode links(Device device) {
        ArrayNode links = Json.array();
        links.addObject()
                .put("href", "/api/devices/" + device.id())
                .put("rel", "alternate")
                .put("type", JSON);
        services.forEach((name, service) -> service.api()
                .flatMap(ApiDescription::deviceKind)
                .filter(device.kind()::equals)
                .ifPresent(kind -> addProtocol(links, name, service, device)));
        return links;
    }

    private void addProtocol(ArrayNode links, String name, Protocol.Service service, Device device) {
        links.addObject()
                .put("href", "/asyncapi/" + name + ".yaml")
                .put("rel", "service-doc")
                .put("type", "application/yaml");
        service.endpoints().stream()
                .filter(endpoint -> endpoint.path().names().equals(List.of(ApiDescription.DEVICE)))
                .map(endpoint -> endpoint.path()
                        .toString()
                        .replace("{" + ApiDescription.DEVICE + "}", device.id().value()))
                .forEach(path -> addresses.stream()
                        .filter(address -> address.serves(name))
                        .forEach(address -> links.addObject()
                                .put("href", address.scheme() + "://" + address.host() + path)
                                .put("rel", "service")
                                .put("type", JSON)));
    }
}
