package dev.sluice.mqtt;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.device.ValueSpec;
import dev.sluice.mqtt.DeviceMapping.ActionTarget;
import dev.sluice.mqtt.DeviceMapping.AttributeSource;
import dev.sluice.mqtt.DeviceMapping.Availability;
import dev.sluice.mqtt.DeviceMapping.Availability.Mode;
import dev.sluice.mqtt.DeviceMapping.Availability.Sign;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * An entity that describes itself by Home Assistant's discovery: a valve, a sensor, a switch or a binary sensor, each a device
 * of its own. Of templates only those that pick one value are understood: <code>{{ value }}</code>,
 * <code>{{ value_json.a.b }}</code>, <code>{{ value_json['a'] }}</code>, also with filters float, int and round. Pure.
 */
final class HomeAssistantEntity {
    private static final Pattern TEMPLATE = Pattern.compile(
            "\\{\\{\\s*value(?:_json((?:\\.\\w+|\\[['\"][^'\"\\]]+['\"]]|\\[\\d+])+))?\\s*(?:\\|\\s*(?:float|int|round)(?:\\([^)]*\\))?\\s*)*}}");
    /** A template that says when somebody is there, such as our own. */
    private static final Pattern CHOICE =
            Pattern.compile("\\{\\{\\s*'([^']*)'\\s+if\\s+value\\s*==\\s*'([^']*)'\\s+else\\s+'([^']*)'\\s*}}");

    private static final int MOST_SIGNS = 16;
    private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[['\"]([^'\"\\]]+)['\"]]|\\[(\\d+)]");

    /** Abbreviated keys → the keys, as far as they matter here. */
    private static final Map<String, String> LONG = Map.ofEntries(
            Map.entry("stat_t", "state_topic"),
            Map.entry("cmd_t", "command_topic"),
            Map.entry("avty_t", "availability_topic"),
            Map.entry("avty", "availability"),
            Map.entry("avty_tpl", "availability_template"),
            Map.entry("t", "topic"),
            Map.entry("val_tpl", "value_template"),
            Map.entry("uniq_id", "unique_id"),
            Map.entry("obj_id", "object_id"),
            Map.entry("unit_of_meas", "unit_of_measurement"),
            Map.entry("dev_cla", "device_class"),
            Map.entry("pl_on", "payload_on"),
            Map.entry("pl_off", "payload_off"),
            Map.entry("pl_open", "payload_open"),
            Map.entry("pl_cls", "payload_close"),
            Map.entry("pl_avail", "payload_available"),
            Map.entry("pl_not_avail", "payload_not_available"),
            Map.entry("stat_on", "state_on"),
            Map.entry("stat_off", "state_off"),
            Map.entry("stat_open", "state_open"),
            Map.entry("stat_clsd", "state_closed"),
            Map.entry("stat_opening", "state_opening"),
            Map.entry("stat_closing", "state_closing"),
            Map.entry("pos", "reports_position"),
            Map.entry("p", "platform"),
            Map.entry("avty_mode", "availability_mode"),
            Map.entry("cmps", "components"),
            Map.entry("dev", "device"));

    private final Map<String, JsonNode> config;
    private final String base;

    private HomeAssistantEntity(Map<String, JsonNode> config) {
        this.config = config;
        this.base = config.containsKey("~") ? config.get("~").asString("") : "";
    }

    /**
     * How the entity and its topics belong together; nothing if it is of another kind or cannot be understood.
     *
     * @param component what kind of entity
     * @param fallbackId its id if it does not say one
     */
    static Optional<DeviceMapping> mapping(String component, String fallbackId, JsonNode config) {
        if (!config.isObject()) {
            return Optional.empty();
        }
        HomeAssistantEntity entity = new HomeAssistantEntity(expanded(config));
        return switch (component) {
            case "sensor" -> entity.sensor(fallbackId);
            case "binary_sensor" -> entity.binary(fallbackId, false);
            case "switch" -> entity.binary(fallbackId, true);
            case "valve" -> entity.valve(fallbackId);
            default -> Optional.empty();
        };
    }

    /** The configuration with all keys in full. */
    static Map<String, JsonNode> expanded(JsonNode config) {
        Map<String, JsonNode> full = new LinkedHashMap<>();
        config.forEachEntry((key, value) -> full.put(LONG.getOrDefault(key, key), value));
        return full;
    }

    private Optional<DeviceMapping> sensor(String fallbackId) {
        boolean numeric = config.containsKey("unit_of_measurement") || config.containsKey("state_class");
        ValueSpec spec = spec(
                numeric ? ValueSpec.Type.NUMBER : ValueSpec.Type.TEXT,
                HomieDescription.unit(text("unit_of_measurement", "")),
                List.of());
        return mapping(fallbackId, text("device_class", "state"), spec, Map.of(), Map.of());
    }

    private Optional<DeviceMapping> binary(String fallbackId, boolean settable) {
        String on = text("payload_on", "ON");
        String off = text("payload_off", "OFF");
        Map<String, String> map = settable
                ? Map.of(text("state_on", on), "true", text("state_off", off), "false")
                : Map.of(on, "true", off, "false");
        ValueSpec flag = spec(ValueSpec.Type.FLAG, "", List.of());
        Map<String, ActionSpec> actions =
                settable ? Map.of("switch", new ActionSpec(Map.of("on", required(flag)), "Switch it")) : Map.of();
        Map<String, ActionTarget> targets = settable
                ? target("switch", "on", new Conversion(flag, Map.of(on, "true", off, "false"), 1, 0))
                : Map.of();
        return mapping(fallbackId, "on", flag, map, actions, targets);
    }

    private Optional<DeviceMapping> valve(String fallbackId) {
        ValueSpec order = spec(ValueSpec.Type.TEXT, "", List.of("open", "closed"));
        ActionSpec action = new ActionSpec(Map.of("position", required(order)), "Open or close the valve");
        if (flag("reports_position")) {
            Conversion said = new Conversion(order, Map.of("100", "open", "0", "closed"), 1, 0);
            ValueSpec position = spec(ValueSpec.Type.NUMBER, "%", List.of());
            return mapping(
                    fallbackId,
                    "position",
                    position,
                    Map.of(),
                    Map.of("set-valve", action),
                    target("set-valve", "position", said));
        }
        Conversion said = new Conversion(
                order, Map.of(text("payload_open", "OPEN"), "open", text("payload_close", "CLOSE"), "closed"), 1, 0);
        ValueSpec state = spec(ValueSpec.Type.TEXT, "", List.of("open", "closed", "opening", "closing"));
        Map<String, String> map = Map.of(
                text("state_open", "open"), "open",
                text("state_closed", "closed"), "closed",
                text("state_opening", "opening"), "opening",
                text("state_closing", "closing"), "closing");
        return mapping(
                fallbackId, "valve", state, map, Map.of("set-valve", action), target("set-valve", "position", said));
    }

    private Optional<DeviceMapping> mapping(
            String fallbackId,
            String attribute,
            ValueSpec spec,
            Map<String, String> map,
            Map<String, ActionSpec> none) {
        return mapping(fallbackId, attribute, spec, map, none, Map.of());
    }

    private Optional<DeviceMapping> mapping(
            String fallbackId,
            String attribute,
            ValueSpec spec,
            Map<String, String> map,
            Map<String, ActionSpec> actions,
            Map<String, ActionTarget> targets) {
        String id = text("unique_id", text("object_id", fallbackId));
        String topic = topic("state_topic");
        Optional<Optional<JsonPointer>> pointer = pointer(text("value_template", "{{ value }}"));
        if (!DeviceId.isValid(id) || pointer.isEmpty() || !(topic.isEmpty() || Topics.isName(topic))) {
            return Optional.empty();
        }
        Profile profile =
                new Profile("home-assistant", Map.of(attribute, spec), targets.isEmpty() ? Map.of() : actions);
        DeviceDescriptor descriptor = new DeviceDescriptor(new DeviceId(id), profile, name(id), Map.of());
        List<AttributeSource> sources = topic.isEmpty()
                ? List.of()
                : List.of(new AttributeSource(
                        attribute, topic, pointer.get(), new Conversion(spec, map, 1, 0), Optional.empty()));
        return Optional.of(new DeviceMapping(descriptor, sources, targets, availability()));
    }

    private String name(String id) {
        String own = text("name", "");
        JsonNode device = config.get("device");
        String of = device == null ? "" : device.path("name").asString("");
        String full = (of + " " + own).trim();
        return full.isEmpty() ? id : full;
    }

    private Map<String, ActionTarget> target(String action, String argument, Conversion conversion) {
        String topic = topic("command_topic");
        return Topics.isName(topic)
                ? Map.of(
                        action,
                        new ActionTarget(
                                topic,
                                new PayloadTemplate("${" + argument + "}"),
                                Map.of(argument, conversion),
                                flag("retain")))
                : Map.of();
    }

    private Optional<Availability> availability() {
        JsonNode list = config.get("availability");
        if (list == null || !list.isArray() || list.isEmpty()) {
            return sign(topic("availability_topic"), "availability_template", this)
                    .map(Availability::of);
        }
        List<Sign> signs = list.valueStream()
                .limit(MOST_SIGNS)
                .map(entry -> new HomeAssistantEntity(expanded(entry)))
                .flatMap(entry -> entry.sign(based(entry.text("topic", "")), "value_template", this).stream())
                .toList();
        Mode mode =
                switch (text("availability_mode", "latest")) {
                    case "all" -> Mode.ALL;
                    case "any" -> Mode.ANY;
                    default -> Mode.LATEST;
                };
        return signs.isEmpty() ? Optional.empty() : Optional.of(new Availability(signs, mode));
    }

    /** Payloads that a list's entry does not say are those of the whole. */
    private Optional<Sign> sign(String topic, String key, HomeAssistantEntity whole) {
        String online = text("payload_available", whole.text("payload_available", "online"));
        String offline = text("payload_not_available", whole.text("payload_not_available", "offline"));
        String template = text(key, "{{ value }}");
        if (!Topics.isName(topic)) {
            return Optional.empty();
        }
        Matcher choice = CHOICE.matcher(template.trim());
        if (choice.matches()
                && choice.group(1).equals(online)
                && choice.group(3).equals(offline)) {
            return Optional.of(new Sign(topic, Optional.empty(), choice.group(2), Optional.empty()));
        }
        return pointer(template).map(pointer -> new Sign(topic, pointer, online, Optional.of(offline)));
    }

    /** Which value of the JSON a template picks, if it picks the payload itself: nothing; nothing at all if it does more. */
    static Optional<Optional<JsonPointer>> pointer(String template) {
        Matcher matcher = TEMPLATE.matcher(template.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1) == null) {
            return Optional.of(Optional.empty());
        }
        StringBuilder pointer = new StringBuilder();
        Matcher steps = STEP.matcher(matcher.group(1));
        while (steps.find()) {
            String step =
                    steps.group(1) != null ? steps.group(1) : steps.group(2) != null ? steps.group(2) : steps.group(3);
            pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
        }
        return Optional.of(Optional.of(JsonPointer.compile(pointer.toString())));
    }

    private String topic(String key) {
        return based(text(key, ""));
    }

    private String based(String topic) {
        if (topic.startsWith("~")) {
            return base + topic.substring(1);
        }
        return topic.endsWith("~") ? topic.substring(0, topic.length() - 1) + base : topic;
    }

    private String text(String key, String fallback) {
        JsonNode value = config.get(key);
        return value == null || value.isNull() ? fallback : value.asString(fallback);
    }

    private boolean flag(String key) {
        JsonNode value = config.get(key);
        return value != null && value.asBoolean(false);
    }

    private static ValueSpec required(ValueSpec spec) {
        return new ValueSpec(spec.type(), spec.unit(), spec.min(), spec.max(), spec.values(), true, "");
    }

    private static ValueSpec spec(ValueSpec.Type type, String unit, List<String> values) {
        return new ValueSpec(type, unit, OptionalDouble.empty(), OptionalDouble.empty(), values, false, "");
    }
}
