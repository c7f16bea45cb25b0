package dev.sluice.valtronics;

import dev.sluice.valtronics.ValtronicsMessage.ErrorCode;
import dev.sluice.valtronics.ValtronicsMessage.Refusal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Filters as JSON. Clients put the fields into the message, into its {@code filters}, or into both. Pure: any thread may call
 * it.
 */
final class FilterCodec {
    /** What other pages of the maker call severities. */
    static final Map<String, String> SEVERITY_ALIASES = Map.of("low", "info", "medium", "warning", "high", "critical");

    static final String REAL_TIME = "real-time";
    static final Pattern PERIOD = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");
    static final Pattern DEVICE = Pattern.compile("[0-9]{1,18}");
    private static final Duration LONGEST_PERIOD = Duration.ofHours(24);

    private FilterCodec() {}

    /** A filter that cannot be read; the refusal tells why. */
    static final class BadFilterException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Refusal refusal;

        BadFilterException(String message) {
            super(message, null, false, false); // ordinary bad input, and it may come fast
            refusal = new Refusal(ErrorCode.INVALID_MESSAGE, message);
        }

        Refusal refusal() {
            return refusal;
        }
    }

    static Filter read(Channel channel, JsonNode message) throws BadFilterException {
        Filter top = fields(channel, message);
        JsonNode inner = message.path("filters");
        if (isAbsent(inner)) {
            return top;
        }
        if (!inner.isObject()) {
            throw bad("filters", inner, "an object");
        }
        return top.and(fields(channel, inner));
    }

    private static Filter fields(Channel channel, JsonNode object) throws BadFilterException {
        return new Filter(
                choice(channel, object, "device_id", FilterCodec::device),
                choice(channel, object, "metrics", FilterCodec::text),
                channel.filters().contains("frequency") ? period(object.path("frequency")) : Duration.ZERO,
                choice(channel, object, "severity", FilterCodec::severity),
                choice(channel, object, "alert_type", FilterCodec::lower),
                choice(channel, object, "status_types", FilterCodec::lower));
    }

    private interface Reader<T> {
        T read(String field, JsonNode value) throws BadFilterException;
    }

    /** One value or several in an array; nothing, null or an empty array is no restriction. */
    private static <T> Choice<T> choice(Channel channel, JsonNode object, String field, Reader<T> reader)
            throws BadFilterException {
        JsonNode node = object.path(field);
        if (isAbsent(node) || !channel.filters().contains(field)) {
            return Choice.any();
        }
        Iterable<JsonNode> elements = node.isArray() ? node : List.of(node);
        Set<T> values = new LinkedHashSet<>();
        for (JsonNode element : elements) {
            values.add(reader.read(field, element));
        }
        return values.isEmpty() ? Choice.any() : Choice.of(values);
    }

    private static Long device(String field, JsonNode value) throws BadFilterException {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isString() && DEVICE.matcher(value.stringValue()).matches()) {
            return Long.valueOf(value.stringValue());
        }
        throw bad(field, value, "an integer or an array of integers");
    }

    private static String text(String field, JsonNode value) throws BadFilterException {
        if (!value.isString()) {
            throw bad(field, value, "a text or an array of texts");
        }
        return value.stringValue();
    }

    private static String lower(String field, JsonNode value) throws BadFilterException {
        return text(field, value).toLowerCase(Locale.ROOT);
    }

    private static String severity(String field, JsonNode value) throws BadFilterException {
        String name = lower(field, value);
        return SEVERITY_ALIASES.getOrDefault(name, name);
    }

    private static Duration period(JsonNode value) throws BadFilterException {
        String expected = "real-time, or a number with ms, s, m or h, such as 30s, at most 24h";
        if (isAbsent(value)) {
            return Duration.ZERO;
        }
        if (!value.isString()) {
            throw bad("frequency", value, expected);
        }
        if (value.stringValue().equals(REAL_TIME)) {
            return Duration.ZERO;
        }
        Matcher parts = PERIOD.matcher(value.stringValue());
        if (parts.matches()) {
            Duration period = period(Long.parseLong(parts.group(1)), parts.group(2));
            if (period.compareTo(LONGEST_PERIOD) <= 0) {
                return period;
            }
        }
        throw new BadFilterException("frequency: found another text (expected: " + expected + ")");
    }

    private static Duration period(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static BadFilterException bad(String field, JsonNode found, String expected) {
        return new BadFilterException(
                field + ": found " + ValtronicsCodec.kind(found) + " (expected: " + expected + ")");
    }

    // ---- back to JSON, for confirmations

    /** The property {@code device_id}: one number as such, several as an array, none left out. */
    static void writeDevices(JsonGenerator json, Choice<Long> devices) {
        if (devices.open()) {
            return;
        }
        if (devices.values().size() == 1) {
            devices.values().forEach(device -> json.writeNumberProperty("device_id", device));
            return;
        }
        json.writeArrayPropertyStart("device_id");
        new TreeSet<>(devices.values()).forEach(json::writeNumber);
        json.writeEndArray();
    }

    /** The property {@code filters}: what is in force, without the devices. */
    static void writeFilters(JsonGenerator json, Subscription subscription) {
        Filter filter = subscription.filter();
        json.writeObjectPropertyStart("filters");
        write(json, "metrics", filter.metrics());
        write(json, "severity", filter.severities());
        write(json, "alert_type", filter.alertTypes());
        write(json, "status_types", filter.statuses());
        if (subscription.channel().filters().contains("frequency")) {
            json.writeStringProperty("frequency", text(filter.period()));
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, Choice<String> choice) {
        if (!choice.open()) {
            json.writeArrayPropertyStart(field);
            new TreeSet<>(choice.values()).forEach(json::writeString);
            json.writeEndArray();
        }
    }

    private static String text(Duration period) {
        if (period.isZero()) {
            return REAL_TIME;
        }
        return period.toMillis() % 1000 == 0 ? period.toSeconds() + "s" : period.toMillis() + "ms";
    }
}
