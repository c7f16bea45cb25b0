package dev.sluice.admin;

import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One step of a scenario.
 *
 * @param at when, from the beginning
 */
record ScenarioStep(Duration at, DeviceId device, String action, ObjectNode arguments) {
    static final int MOST = 1000;
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern TIME = Pattern.compile("([0-9]{1,8})(ms|s|m|h)");
    private static final Set<String> KEYS = Set.of("at", "device", "action", "arguments");
    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * Reads a list of steps, as YAML or as JSON, which is YAML as well.
     *
     * @throws IllegalArgumentException if it is none; the message says what was found where
     */
    static List<ScenarioStep> list(String text) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "steps: no YAML, " + Answers.cut(e.getOriginalMessage()) + " (expected: a list of steps)", e);
        }
        if (!root.isArray() || root.isEmpty() || root.size() > MOST) {
            throw new IllegalArgumentException(
                    "steps: something else (expected: a list of 1 to " + MOST + " steps with at, device, action)");
        }
        List<ScenarioStep> steps = new ArrayList<>();
        root.forEach(step -> steps.add(step(step, "step " + (steps.size() + 1) + ": ")));
        return List.copyOf(steps);
    }

    private static ScenarioStep step(JsonNode step, String where) {
        for (String key : step.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        where + "'" + Json.echo(key) + "' (expected: at, device, action, arguments)");
            }
        }
        String device = step.path("device").asString("");
        if (!DeviceId.isValid(device)) {
            throw new IllegalArgumentException(where + "device '" + Json.echo(device) + "' (expected: a device's id)");
        }
        String action = step.path("action").asString("");
        if (action.isEmpty()) {
            throw new IllegalArgumentException(where + "no action (expected: the name of one of the device's actions)");
        }
        JsonNode arguments = step.path("arguments");
        if (!arguments.isMissingNode() && !arguments.isObject()) {
            throw new IllegalArgumentException(where + "arguments: something else (expected: an object)");
        }
        return new ScenarioStep(
                time(step.path("at").asString("0s"), where),
                new DeviceId(device),
                action,
                arguments instanceof ObjectNode object ? object : Json.object());
    }

    private static Duration time(String text, String where) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            long number = Long.parseLong(time.group(1));
            Duration at =
                    switch (time.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    };
            if (at.compareTo(LONGEST) <= 0) {
                return at;
            }
        }
        throw new IllegalArgumentException(where + "at '" + Json.echo(text)
                + "' (expected: a time from the beginning, such as 500ms, 3s, 2m, to 24h)");
    }
}
