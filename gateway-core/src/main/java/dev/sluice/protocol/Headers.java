package dev.sluice.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** HTTP header fields: names in any letter case, several values each, immutable. */
public final class Headers {
    private static final Headers NONE = new Headers(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));

    private final Map<String, List<String>> fields;

    private Headers(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    public static Headers none() {
        return NONE;
    }

    public static Headers of(String name, String value) {
        return NONE.with(name, value);
    }

    /** All of these, in their order. */
    public static Headers of(Iterable<Map.Entry<String, String>> all) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, String> field : all) {
            fields.merge(field.getKey(), List.of(field.getValue()), Headers::both);
        }
        return new Headers(fields);
    }

    private static List<String> both(List<String> some, List<String> more) {
        List<String> values = new ArrayList<>(some);
        values.addAll(more);
        return Collections.unmodifiableList(values);
    }

    /** These fields and one more value. */
    public Headers with(String name, String value) {
        Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(fields);
        more.merge(name, List.of(value), Headers::both);
        return new Headers(more);
    }

    /** These fields but those of one name. */
    public Headers without(String name) {
        Map<String, List<String>> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        others.putAll(fields);
        others.remove(name);
        return new Headers(others);
    }

    /** The first value of a field. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** All values of a field in the order received, empty if there is none. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    public Map<String, List<String>> asMap() {
        return Collections.unmodifiableMap(fields);
    }

    /** The names only: values may be secrets. */
    @Override
    public String toString() {
        return fields.keySet().toString();
    }
}
