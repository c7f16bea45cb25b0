package dev.sluice.device;

import dev.sluice.device.ActionSpec.Clearance;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A kind of device: the attributes it reports and the actions it takes. Adapters promise a profile, protocols rely on
 * one; they meet nowhere else. The profiles that come with Sluice are the YAML files beside this class.
 *
 * @param kind its name, for example {@code valve}
 * @param attributes by name
 * @param actions by name
 */
public record Profile(String kind, Map<String, ValueSpec> attributes, Map<String, ActionSpec> actions) {
    public Profile {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
    }

    /**
     * Reads a profile that comes with Sluice.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Profile named(String kind) {
        try (InputStream file = Profile.class.getResourceAsStream("profiles/" + kind + ".yaml")) {
            if (file == null) {
                throw new IllegalArgumentException("no device profile '" + kind + "'");
            }
            return read(kind, file);
        } catch (IOException e) {
            throw new IllegalStateException("device profile '" + kind + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads a profile from YAML of the same form as those beside this class. */
    public static Profile read(String kind, InputStream yaml) {
        JsonNode root = new YAMLMapper().readTree(yaml);
        Map<String, ActionSpec> actions = new LinkedHashMap<>();
        root.path("actions")
                .forEachEntry((name, action) -> actions.put(
                        name,
                        new ActionSpec(
                                specs(action.path("arguments")),
                                action.path("description").asString(""),
                                clearance(action.path("clearance")))));
        return new Profile(kind, specs(root.path("attributes")), actions);
    }

    /** This profile with further actions, such as the faults of a simulated device. */
    public Profile with(Map<String, ActionSpec> further) {
        Map<String, ActionSpec> all = new LinkedHashMap<>(actions);
        all.putAll(further);
        return new Profile(kind, attributes, all);
    }

    /**
     * An attribute of this profile with a value. JSON null stands for "cannot be measured now" and fits every attribute
     * that is not required.
     *
     * @throws IllegalArgumentException if there is no such attribute or the value does not fit it
     */
    public Attribute attribute(String name, JsonNode value, Instant at) {
        problem(name, value).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return new Attribute(value, spec(name).unit(), at);
    }

    void check(DeviceEvent.Reading reading) {
        reading.changed()
                .forEach((name, attribute) -> problem(name, attribute.value()).ifPresent(problem -> {
                    throw new IllegalArgumentException(reading.device() + ": " + problem);
                }));
    }

    private Optional<String> problem(String name, JsonNode value) {
        ValueSpec spec = spec(name);
        if (value.isNull() && !spec.required()) {
            return Optional.empty();
        }
        return spec.problem(value).map(problem -> kind + " attribute " + name + ": " + problem);
    }

    private ValueSpec spec(String name) {
        ValueSpec spec = attributes.get(name);
        if (spec == null) {
            throw new IllegalArgumentException(kind + " has no attribute '" + name + "' (expected one of: "
                    + String.join(", ", attributes.keySet()) + ")");
        }
        return spec;
    }

    private static Map<String, ValueSpec> specs(JsonNode node) {
        Map<String, ValueSpec> specs = new LinkedHashMap<>();
        node.forEachEntry((name, spec) -> specs.put(name, spec(spec)));
        return specs;
    }

    private static ValueSpec spec(JsonNode node) {
        List<String> values =
                node.path("values").valueStream().map(JsonNode::asString).toList();
        return new ValueSpec(
                ValueSpec.Type.valueOf(node.path("type").asString().toUpperCase(Locale.ROOT)),
                node.path("unit").asString(""),
                bound(node.path("min")),
                bound(node.path("max")),
                values,
                node.path("required").asBoolean(false),
                node.path("description").asString(""));
    }

    private static Clearance clearance(JsonNode node) {
        return Clearance.valueOf(node.asString("everybody").toUpperCase(Locale.ROOT));
    }

    private static OptionalDouble bound(JsonNode node) {
        return node.isNumber() ? OptionalDouble.of(node.doubleValue()) : OptionalDouble.empty();
    }
}
