package dev.sluice.mqtt;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.Device;
import dev.sluice.device.Status;
import dev.sluice.device.ValueSpec;
import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Text;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A device of ours as Homie 5 describes it: one node named after its profile with the attributes, one named {@value
 * HomieDescription#ACTIONS} with the actions. Pure.
 */
final class HomieView {
    private static final String HOMIE = "5.0";

    private HomieView() {}

    /** A device's id in Homie: lower case letters, digits and hyphens. */
    static String id(Device device) {
        return word(device.id().value());
    }

    /** The node of a device's attributes. */
    static String node(Device device) {
        return word(device.kind());
    }

    static String word(String name) {
        String word =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("^-+", "");
        return word.isEmpty() ? "x" : word;
    }

    static String state(Status status) {
        return switch (status) {
            case ONLINE, WARNING -> "ready";
            case MAINTENANCE -> "init";
            case ERROR, OFFLINE -> "disconnected";
        };
    }

    /** The description of the root device, whose children the others are. */
    static ObjectNode root(String name, Iterable<String> children) {
        ArrayNode ids = Json.array();
        children.forEach(ids::add);
        ObjectNode root = Json.object()
                .put("homie", HOMIE)
                .put("version", ids.hashCode() & 0xffff)
                .put("name", name);
        root.set("nodes", Json.object());
        root.set("children", ids);
        return root;
    }

    static ObjectNode description(Device device, String root) {
        ObjectNode properties = Json.object();
        device.profile().attributes().forEach((name, spec) -> properties.set(word(name), property(spec)));
        ObjectNode actions = Json.object();
        device.profile().actions().forEach((name, action) -> actions.set(word(name), action(action)));
        ObjectNode nodes = Json.object();
        nodes.set(node(device), node(device.name(), device.kind(), properties));
        if (!actions.isEmpty()) {
            nodes.set(HomieDescription.ACTIONS, node("Actions", HomieDescription.ACTIONS, actions));
        }
        ObjectNode description = Json.object()
                .put("homie", HOMIE)
                .put("version", nodes.hashCode() & 0xffff)
                .put("name", device.name())
                .put("root", root)
                .put("parent", root);
        description.set("nodes", nodes);
        return description;
    }

    private static ObjectNode node(String name, String type, ObjectNode properties) {
        ObjectNode node = Json.object().put("name", name).put("type", type);
        node.set("properties", properties);
        return node;
    }

    private static ObjectNode property(ValueSpec spec) {
        ObjectNode property = Json.object().put("name", spec.description()).put("datatype", datatype(spec));
        if (!spec.unit().isEmpty()) {
            property.put("unit", spec.unit().equals("C") ? "°C" : spec.unit());
        }
        format(spec).ifPresent(format -> property.put("format", format));
        return property;
    }

    /** An action with one argument takes it as it is, any other a JSON object of all. */
    private static ObjectNode action(ActionSpec action) {
        ObjectNode property = action.arguments().size() == 1
                ? property(action.arguments().values().iterator().next())
                : Json.object().put("datatype", "json").put("format", "{\"type\":\"object\"}");
        return property.put("name", action.description()).put("settable", true).put("retained", false);
    }

    private static String datatype(ValueSpec spec) {
        return switch (spec.type()) {
            case INTEGER -> "integer";
            case NUMBER -> "float";
            case FLAG -> "boolean";
            case TEXT -> spec.values().isEmpty() ? "string" : "enum";
            case LIST, OBJECT -> "json";
        };
    }

    private static Optional<String> format(ValueSpec spec) {
        return switch (spec.type()) {
            case INTEGER, NUMBER ->
                spec.min().isPresent() || spec.max().isPresent()
                        ? Optional.of(bound(spec, true) + ":" + bound(spec, false))
                        : Optional.empty();
            case TEXT -> spec.values().isEmpty() ? Optional.empty() : Optional.of(String.join(",", spec.values()));
            case LIST -> Optional.of("{\"type\":\"array\"}");
            case OBJECT -> Optional.of("{\"type\":\"object\"}");
            case FLAG -> Optional.empty();
        };
    }

    private static String bound(ValueSpec spec, boolean low) {
        OptionalDouble bound = low ? spec.min() : spec.max();
        if (bound.isEmpty()) {
            return "";
        }
        double value = bound.getAsDouble();
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** A value as a payload. */
    static String payload(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** The action that a property of the actions' node stands for. */
    static Optional<Map.Entry<String, ActionSpec>> action(Device device, String property) {
        return device.profile().actions().entrySet().stream()
                .filter(action -> word(action.getKey()).equals(property))
                .findFirst();
    }

    /** The arguments that a payload holds; nothing if it holds none. */
    static Optional<ObjectNode> arguments(ActionSpec action, String payload) {
        if (action.arguments().size() == 1) {
            Map.Entry<String, ValueSpec> only =
                    action.arguments().entrySet().iterator().next();
            return Conversion.plain(only.getValue()).value(payload).map(value -> {
                ObjectNode arguments = Json.object();
                arguments.set(only.getKey(), value);
                return arguments;
            });
        }
        try {
            return Json.read(Text.of(payload)) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (BadJsonException e) {
            return action.arguments().isEmpty() ? Optional.of(Json.object()) : Optional.empty();
        }
    }
}
