package dev.sluice.device;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One action of a device.
 *
 * @param arguments what it takes, by name, in the order in which a person would give them
 * @param description for people
 * @param clearance who may ask for it, in protocols that know who asks
 */
public record ActionSpec(Map<String, ValueSpec> arguments, String description, Clearance clearance) {
    /** Who may ask for an action, least first; each may do what those before it may. */
    public enum Clearance {
        EVERYBODY,
        SUPPORT,
        ADMINISTRATOR
    }

    public ActionSpec {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** An action for everybody. */
    public ActionSpec(Map<String, ValueSpec> arguments, String description) {
        this(arguments, description, Clearance.EVERYBODY);
    }

    /** What is wrong with {@code given}, naming argument, value and expectation; empty if nothing is. */
    public Optional<String> problem(ObjectNode given) {
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            ValueSpec spec = arguments.get(entry.getKey());
            if (spec == null) {
                return Optional.of("unknown argument '" + Excerpt.of(entry.getKey()) + "' (expected: "
                        + (arguments.isEmpty() ? "none" : String.join(", ", arguments.keySet())) + ")");
            }
            Optional<String> problem = spec.problem(entry.getValue());
            if (problem.isPresent()) {
                return Optional.of(entry.getKey() + ": " + problem.get());
            }
        }
        return arguments.entrySet().stream()
                .filter(entry -> entry.getValue().required() && !given.has(entry.getKey()))
                .map(entry -> entry.getKey() + ": missing (expected: "
                        + entry.getValue().expected() + ")")
                .findFirst();
    }
}
