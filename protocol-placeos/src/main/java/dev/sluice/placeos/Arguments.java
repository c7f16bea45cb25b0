package dev.sluice.placeos;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.ValueSpec;
import dev.sluice.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Positional arguments as an action's named ones, in the order of its profile. Pure functions. */
final class Arguments {
    /** A list of this name, if it is an action's last argument, takes all that are left. */
    static final String REST = "rest";

    private Arguments() {}

    /** What is wrong with the number of arguments, if anything is; types are the bus's concern. */
    static Optional<String> problem(ActionSpec action, List<JsonNode> given) {
        List<String> names = new ArrayList<>(action.arguments().keySet());
        if (given.size() <= names.size() || takesRest(action, names)) {
            return Optional.empty();
        }
        String expected = names.isEmpty() ? "none" : "at most " + names.size() + ": " + String.join(", ", names);
        return Optional.of(given.size() + " arguments (expected: " + expected + ")");
    }

    /** Arguments without a {@link #problem}. One that is null counts as not given. */
    static ObjectNode named(ActionSpec action, List<JsonNode> given) {
        List<String> names = new ArrayList<>(action.arguments().keySet());
        ObjectNode named = Json.object();
        int single = takesRest(action, names) ? names.size() - 1 : names.size();
        for (int i = 0; i < Math.min(single, given.size()); i++) {
            if (!given.get(i).isNull()) {
                named.set(names.get(i), given.get(i));
            }
        }
        if (single < names.size()) {
            ArrayNode rest = named.putArray(REST);
            given.stream().skip(single).forEach(rest::add);
        }
        return named;
    }

    private static boolean takesRest(ActionSpec action, List<String> names) {
        return !names.isEmpty()
                && names.get(names.size() - 1).equals(REST)
                && Optional.ofNullable(action.arguments().get(REST))
                        .filter(spec -> spec.type() == ValueSpec.Type.LIST)
                        .isPresent();
    }
}
