package dev.sluice.mqtt;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.device.ValueSpec;
import dev.sluice.mqtt.DeviceMapping.ActionTarget;
import dev.sluice.mqtt.DeviceMapping.AttributeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * A device that describes itself by Homie 5. A property {@code sensor/flow} is the attribute {@code sensor.flow}; one that can
 * be set has the action {@code set-sensor.flow} with the argument {@code value}. A device of one node whose type is one of our
 * profiles, and that has all it requires, gets that profile; its node {@value #ACTIONS} then holds the profile's actions.
 * Pure.
 */
final class HomieDescription {
    static final String ACTIONS = "actions";

    private static final int MOST_PROPERTIES = 256;

    private final String base;
    private final String id;
    private final JsonNode description;
    private final Map<String, ValueSpec> attributes = new LinkedHashMap<>();
    private final Map<String, ActionSpec> actions = new LinkedHashMap<>();
    private final List<AttributeSource> sources = new ArrayList<>();
    private final Map<String, ActionTarget> targets = new LinkedHashMap<>();

    private HomieDescription(String base, String id, JsonNode description) {
        this.base = base;
        this.id = id;
        this.description = description;
    }

    /**
     * How the device and its topics belong together.
     *
     * @param base the topic below which the device is, such as {@code homie/5}
     */
    static Optional<DeviceMapping> mapping(String base, String id, JsonNode description) {
        boolean isHomie = description.path("homie").asString("").startsWith("5.");
        return isHomie && DeviceId.isValid(id)
                ? Optional.of(new HomieDescription(base, id, description).mapping())
                : Optional.empty();
    }

    private DeviceMapping mapping() {
        JsonNode nodes = description.path("nodes");
        Optional<Profile> known = nodes.propertyStream()
                .filter(node -> !node.getKey().equals(ACTIONS))
                .findFirst()
                .filter(node -> nodes.size() == (nodes.has(ACTIONS) ? 2 : 1))
                .flatMap(node -> profile(node.getValue()));
        nodes.forEachEntry((node, content) -> content.path("properties").forEachEntry((name, property) -> {
            if (sources.size() + targets.size() >= MOST_PROPERTIES) {
                return;
            }
            if (known.isPresent()) {
                ofProfile(known.get(), node, name);
            } else {
                property(node + "." + name, base + "/" + id + "/" + node + "/" + name, property);
            }
        }));
        Profile profile = known.orElseGet(() -> new Profile("homie", attributes, actions));
        String name = description.path("name").asString(id);
        return new DeviceMapping(
                new DeviceDescriptor(new DeviceId(id), profile, name, Map.of()), sources, targets, Optional.empty());
    }

    private static Optional<Profile> profile(JsonNode node) {
        String type = node.path("type").asString("");
        if (!type.matches("[a-z-]{1,64}")) {
            return Optional.empty();
        }
        try {
            Profile profile = Profile.named(type);
            return Optional.of(profile).filter(known -> known.attributes().entrySet().stream()
                    .allMatch(attribute -> !attribute.getValue().required()
                            || node.path("properties").has(attribute.getKey())));
        } catch (IllegalArgumentException e) { // it is a type of somebody else's
            return Optional.empty();
        }
    }

    private void ofProfile(Profile profile, String node, String name) {
        String topic = base + "/" + id + "/" + node + "/" + name;
        ActionSpec action = profile.actions().get(name);
        ValueSpec attribute = profile.attributes().get(name);
        if (node.equals(ACTIONS) && action != null) {
            PayloadTemplate payload = new PayloadTemplate(payload(action));
            targets.put(name, new ActionTarget(topic + "/set", payload, Map.of(), false));
        } else if (!node.equals(ACTIONS) && attribute != null) {
            source(name, topic, attribute);
        }
    }

    /** The one argument as it is, or an object of all. */
    static String payload(ActionSpec action) {
        List<String> names = List.copyOf(action.arguments().keySet());
        return names.size() == 1 ? "${" + names.get(0) + "}" : PayloadTemplate.objectOf(names);
    }

    private void property(String name, String topic, JsonNode property) {
        ValueSpec spec = spec(property);
        boolean settable = property.path("settable").asBoolean(false);
        if (property.path("retained").asBoolean(true) || !settable) {
            attributes.put(name, spec);
            source(name, topic, spec);
        }
        if (settable) {
            ValueSpec value = new ValueSpec(
                    spec.type(), spec.unit(), spec.min(), spec.max(), spec.values(), true, spec.description());
            actions.put("set-" + name, new ActionSpec(Map.of("value", value), spec.description()));
            targets.put(
                    "set-" + name, new ActionTarget(topic + "/set", new PayloadTemplate("${value}"), Map.of(), false));
        }
    }

    private void source(String name, String topic, ValueSpec spec) {
        sources.add(new AttributeSource(name, topic, Optional.empty(), Conversion.plain(spec), Optional.empty()));
    }

    private static ValueSpec spec(JsonNode property) {
        String format = property.path("format").asString("");
        String datatype = property.path("datatype").asString("string");
        ValueSpec.Type type =
                switch (datatype) {
                    case "integer" -> ValueSpec.Type.INTEGER;
                    case "float" -> ValueSpec.Type.NUMBER;
                    case "boolean" -> ValueSpec.Type.FLAG;
                    default -> ValueSpec.Type.TEXT;
                };
        String[] range = format.split(":", -1);
        boolean ranged = type == ValueSpec.Type.INTEGER || type == ValueSpec.Type.NUMBER;
        return new ValueSpec(
                type,
                unit(property.path("unit").asString("")),
                ranged ? bound(range, 0) : OptionalDouble.empty(),
                ranged ? bound(range, 1) : OptionalDouble.empty(),
                datatype.equals("enum") ? Arrays.asList(format.split(",")) : List.of(),
                false,
                property.path("name").asString(""));
    }

    /** Units as our profiles write them. */
    static String unit(String said) {
        return said.equals("°C") ? "C" : said;
    }

    private static OptionalDouble bound(String[] range, int index) {
        try {
            return index < range.length && !range[index].isEmpty()
                    ? OptionalDouble.of(Double.parseDouble(range[index]))
                    : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
