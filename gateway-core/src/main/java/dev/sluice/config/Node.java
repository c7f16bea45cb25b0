package dev.sluice.config;

import java.util.List;
import java.util.Map;

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
}
