package dev.sluice.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A piece of the configuration file, with the line where it begins. */
sealed interface Node {
    int line();

    record Scalar(String text, int line) implements Node {}

    record Sequence(List<Node> items, int line) implements Node {}

    record Mapping(Map<String, Node> entries, Map<String, Integer> keyLines, int line) implements Node {}

    /** What a person would call it, with its text if it has one. */
    default String brief() {
        if (this instanceof Scalar scalar) {
            String text = scalar.text();
            return text.isEmpty()
                    ? "nothing"
                    : "'" + (text.length() <= 100 ? text : text.substring(0, 100) + "…") + "'";
        }
        return this instanceof Sequence ? "a list" : "a section";
    }

    /** All texts in it, by the key that leads there from {@code key}. */
    default Map<String, String> values(String key) {
        Map<String, String> values = new TreeMap<>();
        addTo(values, key);
        return values;
    }

    private void addTo(Map<String, String> values, String key) {
        if (this instanceof Mapping mapping) {
            mapping.entries().forEach((name, value) -> value.addTo(values, key.isEmpty() ? name : key + "." + name));
        } else if (this instanceof Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                sequence.items().get(i).addTo(values, key + "[" + i + "]");
            }
        } else if (this instanceof Scalar scalar) {
            values.put(key, scalar.text());
        }
    }
}
