package dev.sluice.device;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * What values an attribute or an argument may have.
 *
 * @param unit the unit of a number, empty where there is none
 * @param min least number allowed; a number must be finite as a double in any case
 * @param max greatest number allowed
 * @param values the texts allowed (for a list: the texts its elements may be); empty means any
 * @param required for an attribute: known from the start; for an argument: must be given
 * @param description for people
 */
public record ValueSpec(
        Type type,
        String unit,
        OptionalDouble min,
        OptionalDouble max,
        List<String> values,
        boolean required,
        String description) {

    /** The JSON types a value can have. */
    public enum Type {
        NUMBER,
        INTEGER,
        TEXT,
        FLAG,
        LIST,
        OBJECT;

        boolean fits(JsonNode value) {
            return switch (this) {
                case NUMBER -> value.isNumber();
                case INTEGER -> value.isIntegralNumber();
                case TEXT -> value.isString();
                case FLAG -> value.isBoolean();
                case LIST -> value.isArray();
                case OBJECT -> value.isObject();
            };
        }
    }

    public ValueSpec {
        values = List.copyOf(values);
    }

    /** What is wrong with {@code value}, as {@code FOUND (expected: …)}; empty if nothing is. */
    public Optional<String> problem(JsonNode value) {
        return type.fits(value) && inRange(value) && allowed(value)
                ? Optional.empty()
                : Optional.of(Excerpt.of(value) + " (expected: " + expected() + ")");
    }

    /** What is expected, for people: {@code integer 0..100}, {@code one of open, closed}. */
    public String expected() {
        String name = type.name().toLowerCase(Locale.ROOT);
        if (!values.isEmpty()) {
            return (type == Type.LIST ? "list of " : "one of ") + String.join(", ", values);
        }
        if (min.isPresent() || max.isPresent()) {
            return name + " " + bound(min) + ".." + bound(max);
        }
        return name;
    }

    private boolean inRange(JsonNode value) {
        if (!value.isNumber()) {
            return true;
        }
        double number = value.asDouble(Double.NaN); // doubleValue() throws on an integer beyond a double's range
        return Double.isFinite(number)
                && number >= min.orElse(Double.NEGATIVE_INFINITY)
                && number <= max.orElse(Double.POSITIVE_INFINITY);
    }

    private boolean allowed(JsonNode value) {
        if (values.isEmpty()) {
            return true;
        }
        if (type == Type.LIST) {
            for (JsonNode element : value) {
                if (!element.isString() || !values.contains(element.stringValue())) {
                    return false;
                }
            }
            return true;
        }
        return values.contains(value.stringValue());
    }

    private static String bound(OptionalDouble bound) {
        if (bound.isEmpty()) {
            return "";
        }
        double value = bound.getAsDouble();
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
