package dev.sluice.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with named parts, such as {@code /valve/{device}}. A part matches one non-empty segment. No trailing slash is
 * added or removed.
 */
public final class PathPattern {
    private final String text;
    private final List<String> segments;

    /** What every path that matches begins with. */
    private final String beginning;

    private PathPattern(String text) {
        this.text = text;
        this.segments = split(text);
        this.beginning = text.contains("/{") ? text.substring(0, text.indexOf("/{") + 1) : text;
    }

    public static PathPattern of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("path: '" + text + "' (expected: begins with /)");
        }
        return new PathPattern(text);
    }

    /** The named parts' values if {@code path} matches. */
    public Optional<Map<String, String>> match(String path) {
        if (!path.startsWith(beginning)) {
            return Optional.empty(); // mostly: each request is held against many patterns
        }
        List<String> given = split(path);
        if (given.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parts = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String segment = segments.get(i);
            String value = given.get(i);
            if (segment.startsWith("{") && !value.isEmpty()) {
                parts.put(segment.substring(1, segment.length() - 1), value);
            } else if (!segment.equals(value)) {
                return Optional.empty();
            }
        }
        return Optional.of(parts);
    }

    /** The names of its parts, in order. */
    public List<String> names() {
        return segments.stream()
                .filter(segment -> segment.startsWith("{"))
                .map(segment -> segment.substring(1, segment.length() - 1))
                .toList();
    }

    @Override
    public String toString() {
        return text;
    }

    private static List<String> split(String path) {
        return Arrays.asList(path.split("/", -1));
    }
}
