package dev.sluice.valtronics;

import dev.sluice.protocol.BadJsonException;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a device posts: one reading, {@code {metric_name, metric_value, unit?, timestamp?, device_id?, metadata?}}, or several in
 * {@code {telemetry_data: […]}} or a bare array. Pure: any thread may call it.
 */
final class TelemetryPost {
    private static final Pattern METRIC = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{9,11}(\\.[0-9]{1,9})?");
    private static final int UNIT_LENGTH = 16;

    /** Clocks of devices may be fast by so much. */
    private static final Duration FAST = Duration.ofHours(24);

    private TelemetryPost() {}

    /**
     * One reading.
     *
     * @param device whose it says it is, if it says so
     */
    record Item(Optional<String> device, String metric, JsonNode value, String unit, Instant at) {}

    /** A body that is no telemetry: the message says what was found and what was expected. */
    static final class BadPostException extends Exception {
        private static final long serialVersionUID = 1;

        BadPostException(String message) {
            super(message, null, false, false); // ordinary bad input, and it may come fast
        }
    }

    static List<Item> single(byte[] body, Instant now) throws BadPostException {
        return List.of(item("", read(body), now));
    }

    static List<Item> batch(byte[] body, Instant now, int most) throws BadPostException {
        JsonNode root = read(body);
        JsonNode data = root.isArray() ? root : root.path("telemetry_data");
        if (!data.isArray() || data.isEmpty()) {
            throw bad("telemetry_data", ValtronicsCodec.kind(data), "an array of readings");
        }
        if (data.size() > most) {
            throw bad("telemetry_data", data.size() + " readings", "at most " + most);
        }
        List<Item> items = new ArrayList<>(data.size());
        for (int i = 0; i < data.size(); i++) {
            items.add(item("telemetry_data[" + i + "].", data.get(i), now));
        }
        return items;
    }

    private static JsonNode read(byte[] body) throws BadPostException {
        try {
            return Json.read(new Text(body, 0, body.length));
        } catch (BadJsonException e) {
            throw bad("body", "no JSON", "a reading in JSON");
        }
    }

    private static Item item(String at, JsonNode json, Instant now) throws BadPostException {
        if (!json.isObject()) {
            throw bad(at.isEmpty() ? "body" : at, ValtronicsCodec.kind(json), "an object");
        }
        return new Item(
                device(at, json.path("device_id")),
                metric(at, json.path("metric_name")),
                value(at, json.path("metric_value")),
                unit(at, json.path("unit")),
                time(at, json.path("timestamp"), now));
    }

    private static Optional<String> device(String at, JsonNode id) throws BadPostException {
        if (isAbsent(id)) {
            return Optional.empty();
        }
        if (id.isIntegralNumber() || id.isString()) {
            return Optional.of(id.asString());
        }
        throw bad(at + "device_id", ValtronicsCodec.kind(id), "an integer or a text");
    }

    private static String metric(String at, JsonNode name) throws BadPostException {
        if (name.isString() && METRIC.matcher(name.stringValue()).matches()) {
            return name.stringValue();
        }
        String found = name.isString() ? "another text" : ValtronicsCodec.kind(name);
        throw bad(at + "metric_name", found, "a letter, then at most 63 letters, digits and _");
    }

    private static JsonNode value(String at, JsonNode value) throws BadPostException {
        if (value.isNumber() && Double.isFinite(value.asDouble(Double.NaN))) {
            return value;
        }
        throw bad(at + "metric_value", ValtronicsCodec.kind(value), "a finite number");
    }

    private static String unit(String at, JsonNode unit) throws BadPostException {
        if (isAbsent(unit)) {
            return "";
        }
        if (unit.isString() && unit.stringValue().length() <= UNIT_LENGTH) {
            return Metrics.profileUnit(Json.echo(unit));
        }
        throw bad(at + "unit", ValtronicsCodec.kind(unit), "a text of at most " + UNIT_LENGTH + " characters");
    }

    private static Instant time(String at, JsonNode timestamp, Instant now) throws BadPostException {
        if (isAbsent(timestamp)) {
            return now;
        }
        Instant time = time(timestamp)
                .orElseThrow(() -> bad(
                        at + "timestamp",
                        timestamp.isString() ? "another text" : ValtronicsCodec.kind(timestamp),
                        "such as 2026-01-01T12:00:00Z, or seconds since 1970"));
        if (time.isBefore(Instant.EPOCH)) {
            throw bad(at + "timestamp", "a time before 1970", "a later one");
        }
        if (time.isAfter(now.plus(FAST))) {
            throw bad(at + "timestamp", "a time to come", "at most " + FAST.toHours() + " hours from now");
        }
        return time;
    }

    /** ISO 8601, without a zone in UTC; or seconds since 1970, as a number or as a text. */
    private static Optional<Instant> time(JsonNode timestamp) {
        String text = timestamp.isString() || timestamp.isNumber() ? timestamp.asString() : "";
        try {
            if (SECONDS.matcher(text).matches()) {
                return Optional.of(Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000)));
            }
            boolean hasZone = text.matches(".*(Z|z|[+-][0-9:]{5,6})");
            return Optional.of(
                    hasZone
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static BadPostException bad(String field, String found, String expected) {
        return new BadPostException(field + ": found " + found + " (expected: " + expected + ")");
    }
}
