package dev.sluice.mqtt;

import dev.sluice.config.Config;
import dev.sluice.device.ActionSpec;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.device.ValueSpec;
import dev.sluice.mqtt.DeviceMapping.ActionTarget;
import dev.sluice.mqtt.DeviceMapping.AttributeSource;
import dev.sluice.mqtt.DeviceMapping.Availability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Reads what the configuration says about one device. Used once, by the thread that reads the configuration. */
final class DeviceMappingReader {
    private static final double LARGEST = 1e15;

    private final Config config;
    private final Profile base;
    private final Map<String, ValueSpec> attributeSpecs;
    private final Map<String, ActionSpec> actionSpecs;
    private final Map<String, JsonNode> initial = new LinkedHashMap<>();
    private final List<AttributeSource> sources = new ArrayList<>();
    private final Map<String, ActionTarget> targets = new LinkedHashMap<>();
    private final Map<String, Map<String, Severity>> alerts;

    private DeviceMappingReader(Config config) {
        this.config = config;
        this.base = profile(config);
        this.attributeSpecs = new LinkedHashMap<>(base.attributes());
        this.actionSpecs = new LinkedHashMap<>(base.actions());
        this.alerts = new LinkedHashMap<>(ValueAlerts.usual(base));
    }

    /**
     * Reads one device; nothing if it has no id of its own.
     *
     * @param taken the ids of the devices before it, to which this one's is added
     */
    static Optional<DeviceMapping> read(Config config, Set<String> taken) {
        DeviceMappingReader reader = new DeviceMappingReader(config);
        Optional<DeviceId> id = id(config, taken);
        return reader.mapping(id.orElse(new DeviceId("nameless"))).filter(mapping -> id.isPresent());
    }

    private static Optional<DeviceId> id(Config config, Set<String> taken) {
        Optional<String> id = config.text("id");
        if (id.isEmpty()) {
            config.reject("id", "nothing", "the device's id, such as valve-1");
        } else if (!DeviceId.isValid(id.get())) {
            config.reject("id", "'" + id.get() + "'", "1 to 128 characters of A-Z a-z 0-9 . _ : -");
        } else if (!taken.add(id.get())) {
            config.reject("id", "'" + id.get() + "' a second time", "an id of its own for each device");
        } else {
            return Optional.of(new DeviceId(id.get()));
        }
        return Optional.empty();
    }

    private static Profile profile(Config config) {
        Optional<String> named = config.text("profile");
        String kind = config.text("kind", "mqtt");
        if (named.isPresent()) {
            if (config.has("kind")) {
                config.reject("kind", "'" + kind + "'", "no kind, since profile says it");
            }
            try {
                return Profile.named(named.get());
            } catch (IllegalArgumentException e) {
                config.reject("profile", "'" + named.get() + "'", "the name of a device profile, such as valve");
            }
        }
        return new Profile(kind, Map.of(), Map.of());
    }

    private Optional<DeviceMapping> mapping(DeviceId id) {
        Config attributes = config.section("attributes");
        attributes.keys().forEach(name -> attribute(name, attributes.section(name)));
        Config actions = config.section("actions");
        actions.keys().forEach(name -> action(name, actions.section(name)));
        Optional<Availability> availability =
                config.has("availability") ? availability(config.section("availability")) : Optional.empty();
        rejectMissing();
        Profile profile = new Profile(base.kind(), attributeSpecs, actionSpecs);
        DeviceDescriptor descriptor =
                new DeviceDescriptor(id, profile, config.text("name").orElse(id.value()), initial);
        return Optional.of(new DeviceMapping(descriptor, sources, targets, availability, alerts));
    }

    /** A device whose profile requires what can never be known would never appear. */
    private void rejectMissing() {
        Set<String> mapped = sources.stream().map(AttributeSource::name).collect(Collectors.toSet());
        String missing = base.attributes().entrySet().stream()
                .filter(entry -> entry.getValue().required())
                .map(Map.Entry::getKey)
                .filter(name -> !mapped.contains(name) && !initial.containsKey(name))
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            config.reject(
                    "attributes",
                    "nothing about " + missing,
                    "topic or initial of each attribute that profile " + base.kind() + " requires");
        }
    }

    private void attribute(String name, Config section) {
        ValueSpec known = attributeSpecs.get(name);
        ValueSpec spec = known == null ? spec(section) : known;
        attributeSpecs.putIfAbsent(name, spec);
        Conversion conversion = conversion(spec, section);
        section.text("initial").ifPresent(text -> Conversion.plain(spec)
                .value(text)
                .ifPresentOrElse(
                        value -> initial.put(name, value),
                        () -> section.reject("initial", "'" + text + "'", spec.expected())));
        if (section.has("alerts")) {
            alerts.put(name, alerts(spec, section.section("alerts")));
        }
        Optional<JsonPointer> pointer = pointer(section, "pointer");
        Optional<JsonPointer> time = pointer(section, "time");
        if (section.has("topic") || !section.has("initial")) {
            Topics.required(section, "topic")
                    .ifPresent(topic -> sources.add(new AttributeSource(name, topic, pointer, conversion, time)));
        }
    }

    private static Map<String, Severity> alerts(ValueSpec spec, Config section) {
        Map<String, Severity> severities = new LinkedHashMap<>();
        for (String value : section.keys()) {
            if (Conversion.plain(spec).value(value).isEmpty()) {
                section.reject(value, "an alert for '" + value + "'", spec.expected());
            }
            severities.put(value, section.choice(value, Severity.WARNING));
        }
        return severities;
    }

    private void action(String name, Config section) {
        ActionSpec known = actionSpecs.get(name);
        Map<String, ValueSpec> specs = new LinkedHashMap<>(known == null ? Map.of() : known.arguments());
        Map<String, Conversion> conversions = new LinkedHashMap<>();
        Config arguments = section.section("arguments");
        for (String argument : arguments.keys()) {
            Config said = arguments.section(argument);
            ValueSpec spec = specs.get(argument);
            if (spec == null && known != null) {
                arguments.reject(argument, "an argument that " + name + " does not have", expected(specs.keySet()));
                spec = specs.values().stream().findFirst().orElseGet(() -> spec(said));
            } else if (spec == null) {
                spec = spec(said);
                specs.put(argument, spec);
            }
            conversions.put(argument, conversion(spec, said));
        }
        if (known == null) {
            actionSpecs.put(name, new ActionSpec(specs, section.text("description", "")));
        }
        specs.forEach((argument, spec) -> conversions.putIfAbsent(argument, Conversion.plain(spec)));
        PayloadTemplate payload =
                new PayloadTemplate(section.text("payload").orElseGet(() -> PayloadTemplate.objectOf(specs.keySet())));
        for (String argument : payload.arguments()) {
            if (!specs.containsKey(argument)) {
                section.reject("payload", "${" + argument + "}", expected(specs.keySet()));
            }
        }
        boolean retained = section.flag("retained", false);
        Topics.required(section, "topic")
                .ifPresent(topic -> targets.put(name, new ActionTarget(topic, payload, conversions, retained)));
    }

    private static String expected(Set<String> arguments) {
        return arguments.isEmpty() ? "no arguments" : "one of " + String.join(", ", arguments);
    }

    private static Optional<Availability> availability(Config section) {
        Optional<JsonPointer> pointer = pointer(section, "pointer");
        String online = section.text("online", "online");
        String offline = section.text("offline", "offline");
        return Topics.required(section, "topic")
                .map(topic -> Availability.of(new Availability.Sign(topic, pointer, online, Optional.of(offline))));
    }

    private static Conversion conversion(ValueSpec spec, Config section) {
        Config mapped = section.section("map");
        Map<String, String> map = new LinkedHashMap<>();
        for (String said : mapped.keys()) {
            String value = mapped.text(said, "");
            if (Conversion.plain(spec).value(value).isEmpty()) {
                mapped.reject(said, "'" + value + "'", spec.expected());
            }
            map.put(said, value);
        }
        double factor = section.number("factor", 1, -LARGEST, LARGEST);
        if (factor == 0) {
            section.reject("factor", "'0'", "a number that is not 0");
            factor = 1;
        }
        return new Conversion(spec, map, factor, section.number("offset", 0, -LARGEST, LARGEST));
    }

    private static ValueSpec spec(Config section) {
        return new ValueSpec(
                section.choice("type", ValueSpec.Type.TEXT),
                section.text("unit", ""),
                bound(section, "min", -LARGEST),
                bound(section, "max", LARGEST),
                section.texts("values", List.of()),
                section.flag("required", false),
                section.text("description", ""));
    }

    private static OptionalDouble bound(Config section, String key, double none) {
        return section.has(key)
                ? OptionalDouble.of(section.number(key, none, -LARGEST, LARGEST))
                : OptionalDouble.empty();
    }

    private static Optional<JsonPointer> pointer(Config section, String key) {
        Optional<String> text = section.text(key);
        if (text.isPresent() && !text.get().startsWith("/")) {
            section.reject(key, "'" + text.get() + "'", "a JSON pointer, such as /state/flow");
            return Optional.empty();
        }
        return text.map(JsonPointer::compile);
    }
}
