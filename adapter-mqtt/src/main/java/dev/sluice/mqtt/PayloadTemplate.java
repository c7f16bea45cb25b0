package dev.sluice.mqtt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What a command's payload looks like: text with <code>${argument}</code> for an argument's plain text (nothing if it is not
 * given), and <code>${argument:json}</code> for it as JSON (null if it is not given), with quotes and escapes where it is a
 * text. Pure.
 */
final class PayloadTemplate {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)(:json)?}");

    private final List<Part> parts = new ArrayList<>();

    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Place(String argument, boolean json) implements Part {}

    PayloadTemplate(String template) {
        Matcher places = PLACE.matcher(template);
        int end = 0;
        while (places.find()) {
            parts.add(new Literal(template.substring(end, places.start())));
            parts.add(new Place(places.group(1), places.group(2) != null));
            end = places.end();
        }
        parts.add(new Literal(template.substring(end)));
    }

    /** The template of a JSON object of some arguments. */
    static String objectOf(Collection<String> arguments) {
        return arguments.stream()
                .map(name -> "\"" + name + "\":${" + name + ":json}")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** The arguments that it names. */
    Set<String> arguments() {
        Set<String> names = new TreeSet<>();
        for (Part part : parts) {
            if (part instanceof Place place) {
                names.add(place.argument);
            }
        }
        return names;
    }

    String fill(Map<String, JsonNode> arguments) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                text.append(literal.text);
            } else if (part instanceof Place place) {
                text.append(fill(place, arguments.getOrDefault(place.argument, NullNode.getInstance())));
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PayloadTemplate that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    private static String fill(Place place, JsonNode value) {
        if (place.json) {
            return value.toString();
        }
        return value.isNull() ? "" : value.isString() ? value.stringValue() : value.toString();
    }
}
