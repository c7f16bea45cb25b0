package dev.sluice.config;

import dev.sluice.config.Node.Mapping;
import dev.sluice.config.Node.Scalar;
import dev.sluice.config.Node.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The keys below one place of the file: finds values there or in the environment, and notes what they came to, what was asked for
 * and what is wrong. For one thread.
 */
final class Section {
    private static final String ENVIRONMENT = "environment";

    private final ConfigSource source;
    private final String path;
    private final Mapping node;
    private final String origin;
    private final Map<String, String> origins; // of keys that are from elsewhere than the rest
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, Section> sections = new LinkedHashMap<>();

    private Section(ConfigSource source, String path, Mapping node, String origin, Map<String, String> origins) {
        this.source = source;
        this.path = path;
        this.node = node;
        this.origin = origin;
        this.origins = origins;
    }

    static Section top(ConfigSource source, Mapping node) {
        return new Section(source, "", node, source.origin(), Map.of());
    }

    /** This top section, with what {@code defaults} says for each of its keys that is missing here. */
    Section withDefaults(Section defaults) {
        Map<String, Node> entries = new LinkedHashMap<>(defaults.node.entries());
        entries.putAll(node.entries());
        Map<String, String> from = new LinkedHashMap<>();
        defaults.node.entries().keySet().forEach(key -> from.put(key, defaults.origin));
        from.keySet().removeAll(node.entries().keySet());
        return new Section(source, path, new Mapping(entries, node.keyLines(), node.line()), origin, from);
    }

    ConfigSource source() {
        return source;
    }

    Map<String, Node> entries() {
        return node.entries();
    }

    /** The texts at this place and below, by full key. */
    Map<String, String> values() {
        return node.values(path);
    }

    /** The value of a key, if it has a good one; else what is wrong with it has been noted. */
    <T> Optional<T> value(String key, Form<T> form, String fallback) {
        ask(key, form, fallback);
        Optional<String> override = source.variable(environmentName(key));
        if (override.isPresent()) {
            Optional<T> value = form.read(override.get());
            if (value.isPresent()) {
                came(key, override.get(), ENVIRONMENT + " " + environmentName(key));
            } else {
                reject(key, "'" + override.get() + "'", form.expected());
            }
            return value;
        }
        Node found = node.entries().get(key);
        if (found == null) {
            return Optional.empty();
        }
        Optional<T> value =
                found instanceof Scalar scalar && !isEmpty(scalar) ? form.read(scalar.text()) : Optional.empty();
        if (value.isPresent() && found instanceof Scalar scalar) {
            came(key, scalar.text(), originOf(key) + ":" + found.line());
        } else {
            reject(key, found, form.expected());
        }
        return value;
    }

    /** The elements of a list; those that are no good have been noted and are missing. Nothing if there is no list. */
    <T> Optional<List<T>> values(String key, Form<T> form, String fallback) {
        ask(key, form, fallback);
        String variable = environmentName(key);
        Optional<String> override = source.variable(variable);
        if (override.isPresent()) {
            List<T> values = read(
                    split(override.get()),
                    form,
                    bad -> source.note(new Problem(ENVIRONMENT, 0, variable, bad.brief(), form.expected())));
            came(key, text(values), ENVIRONMENT + " " + variable);
            return Optional.of(values);
        }
        Node found = node.entries().get(key);
        if (found == null) {
            return Optional.empty();
        }
        if (!(found instanceof Sequence) && (!(found instanceof Scalar) || isEmpty(found))) {
            reject(key, found, "a list, each a " + form.expected());
            return Optional.empty();
        }
        List<Node> items = found instanceof Sequence sequence ? sequence.items() : List.of(found);
        List<T> values = read(items, form, bad -> reject(key, bad, form.expected()));
        came(key, text(values), originOf(key) + ":" + found.line());
        return Optional.of(values);
    }

    private static List<Node> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(part -> (Node) new Scalar(part.trim(), 0))
                .toList();
    }

    private static <T> List<T> read(List<Node> items, Form<T> form, Consumer<Node> bad) {
        List<T> values = new ArrayList<>();
        for (Node item : items) {
            Optional<T> value = item instanceof Scalar scalar ? form.read(scalar.text()) : Optional.empty();
            value.ifPresentOrElse(values::add, () -> bad.accept(item));
        }
        return values;
    }

    private static String text(List<?> values) {
        return String.join(", ", values.stream().map(Object::toString).toList());
    }

    /** The section below a key; one without entries if the file has none. */
    Section section(String key) {
        asked.add(key);
        return sections.computeIfAbsent(key, name -> {
            Node value = node.entries().get(name);
            if (value instanceof Mapping mapping) {
                return new Section(source, full(name), mapping, originOf(name), Map.of());
            }
            if (value != null && !isEmpty(value)) {
                reject(name, value, "a section");
            }
            return new Section(source, full(name), new Mapping(Map.of(), Map.of(), node.line()), origin, Map.of());
        });
    }

    /** The sections in the list below a key, empty if there is no such key. */
    List<Section> list(String key) {
        asked.add(key);
        Node value = node.entries().get(key);
        if (value == null && source.isExploring()) {
            return List.of(section(key + "[]"));
        }
        List<Node> items = List.of();
        if (value instanceof Sequence sequence) {
            items = sequence.items();
        } else if (value != null && !isEmpty(value)) {
            reject(key, value, "a list of sections");
        }
        List<Section> list = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String name = key + "[" + i + "]";
            if (items.get(i) instanceof Mapping mapping) {
                list.add(sections.computeIfAbsent(
                        name, n -> new Section(source, full(n), mapping, originOf(key), Map.of())));
            } else {
                reject(name, items.get(i), "a section");
            }
        }
        return list;
    }

    boolean has(String key) {
        return source.isExploring() || node.entries().containsKey(key) || source.hasVariableAt(environmentName(key));
    }

    void reject(String key, String found, String expected) {
        String variable = environmentName(key);
        source.note(
                source.hasVariable(variable)
                        ? new Problem(ENVIRONMENT, 0, variable, found, expected)
                        : new Problem(source.origin(), line(key), full(key), found, expected));
    }

    private void reject(String key, Node value, String expected) {
        source.note(new Problem(source.origin(), value.line(), full(key), value.brief(), expected));
    }

    /** One problem for each key, here and below, that nobody asked for. */
    List<Problem> unknownKeys() {
        List<Problem> all = new ArrayList<>();
        for (String key : node.entries().keySet()) {
            if (!asked.contains(key)) {
                String known = asked.isEmpty() ? "no keys here" : "one of " + String.join(", ", new TreeSet<>(asked));
                all.add(new Problem(source.origin(), line(key), full(key), "an unknown key", known));
            }
        }
        sections.values().forEach(section -> all.addAll(section.unknownKeys()));
        return all;
    }

    private void ask(String key, Form<?> form, String fallback) {
        asked.add(key);
        source.note(new Setting(full(key), form.type(), form.range(), fallback));
        came(key, fallback, "default");
    }

    private void came(String key, String value, String from) {
        source.note(EffectiveValue.masked(full(key), value, from));
    }

    private String originOf(String key) {
        return origins.getOrDefault(key, origin);
    }

    private int line(String key) {
        return node.keyLines().getOrDefault(key, path.isEmpty() ? 0 : node.line());
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String environmentName(String key) {
        return ConfigSource.PREFIX
                + full(key).replace("]", "").replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static boolean isEmpty(Node value) {
        return value instanceof Scalar scalar && scalar.text().isEmpty();
    }
}
