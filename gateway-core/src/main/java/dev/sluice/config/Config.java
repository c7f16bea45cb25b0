package dev.sluice.config;

import dev.sluice.config.Node.Mapping;
import dev.sluice.config.Node.Scalar;
import dev.sluice.config.Node.Sequence;
import dev.sluice.config.Setting.ValueType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One section of the configuration. Readers ask for each key with its default and bounds; what does not fit is noted as a
 * {@link Problem} and the default returned, so that reading goes on and every problem is told at once.
 *
 * <p>A key {@code protocols.valve.travel-time} is overridden by the environment variable
 * {@code SLUICE_PROTOCOLS_VALVE_TRAVEL_TIME}; elements of a list of sections are numbered from 0
 * ({@code SLUICE_LISTENERS_0_PORT}), a list of texts is separated by commas. A key that nobody asked for is a problem, in
 * the file as in the environment.
 *
 * <p>Not safe for use by several threads: configuration is read once, at the start.
 */
public final class Config {
    /** What stands for a name that users choose, where a configuration is {@link #exploring explored}. */
    public static final String ANY_NAME = "NAME";

    private static final String PREFIX = "SLUICE_";

    private final Source source;
    private final String path;
    private final Mapping node;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, Config> sections = new LinkedHashMap<>();
    private final String origin;
    private final Map<String, String> origins; // of keys that are from elsewhere than the rest

    private Config(Source source, String path, Mapping node, String origin, Map<String, String> origins) {
        this.source = source;
        this.path = path;
        this.node = node;
        this.origin = origin;
        this.origins = origins;
    }

    /** A configuration without a file: every key has its default, or what the environment says. */
    public static Config empty(Map<String, String> environment) {
        return parse("default", "", Path.of(""), environment);
    }

    /**
     * Reads a file. One that is missing or cannot be read is a problem like any other.
     *
     * @param environment the process's environment; only names that begin with {@code SLUICE_} count
     */
    public static Config read(Path file, Map<String, String> environment) {
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
        try {
            return parse(file.toString(), Files.readString(file), directory, environment);
        } catch (IOException e) {
            Config config = parse(file.toString(), "", directory, environment);
            config.source.problems.add(new Problem(file.toString(), 0, "", reason(e), "a readable UTF-8 file"));
            return config;
        }
    }

    /** This top section, with what {@code defaults} says for each of its keys that is missing here. */
    public Config withDefaults(Config defaults) {
        Map<String, Node> entries = new LinkedHashMap<>(defaults.node.entries());
        entries.putAll(node.entries());
        Map<String, String> origins = new LinkedHashMap<>();
        defaults.node.entries().keySet().forEach(key -> origins.put(key, defaults.origin));
        origins.keySet().removeAll(node.entries().keySet());
        return new Config(source, path, new Mapping(entries, node.keyLines(), node.line()), origin, origins);
    }

    /**
     * Reads YAML text.
     *
     * @param origin what problems call the text
     * @param directory where relative paths in it start
     */
    public static Config parse(String origin, String yaml, Path directory, Map<String, String> environment) {
        Source source = new Source(origin, directory, environment);
        return new Config(source, "", new YamlReader(origin, source.problems::add).read(yaml), origin, Map.of());
    }

    /**
     * A configuration for nobody, from which readers learn nothing, but which learns from them what there is to be set: lists
     * have one element, free names are {@value #ANY_NAME}, every optional part is there. What {@code yaml} says, counts.
     */
    public static Config exploring(String yaml) {
        Config config = parse("reference", yaml, Path.of(""), Map.of());
        config.source.exploring = true;
        return config;
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        return e instanceof CharacterCodingException ? "bytes that are not UTF-8" : e.toString();
    }

    public String text(String key, String fallback) {
        note(key, ValueType.TEXT, "", fallback);
        return scalar(key, "text", Function.identity()).orElse(fallback);
    }

    /** A text that may be left out. */
    public Optional<String> text(String key) {
        note(key, ValueType.TEXT, "", "");
        return scalar(key, "text", Function.identity());
    }

    public int integer(String key, int fallback, int min, int max) {
        note(key, ValueType.INTEGER, min + ".." + max, String.valueOf(fallback));
        return scalar(key, "integer " + min + ".." + max, text -> {
                    int value = Integer.parseInt(text);
                    return value >= min && value <= max ? value : null;
                })
                .orElse(fallback);
    }

    public double number(String key, double fallback, double min, double max) {
        note(key, ValueType.NUMBER, Units.range(min, max), Units.text(fallback));
        return scalar(key, "number " + min + ".." + max, text -> {
                    double value = Double.parseDouble(text);
                    return value >= min && value <= max ? value : null;
                })
                .orElse(fallback);
    }

    public boolean flag(String key, boolean fallback) {
        note(key, ValueType.FLAG, "", String.valueOf(fallback));
        return scalar(key, "true or false", text -> switch (text) {
                    case "true" -> Boolean.TRUE;
                    case "false" -> Boolean.FALSE;
                    default -> null;
                })
                .orElse(fallback);
    }

    /** A duration such as {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 1d}. */
    public Duration duration(String key, Duration fallback, Duration min, Duration max) {
        note(key, ValueType.DURATION, Units.text(min) + ".." + Units.text(max), Units.text(fallback));
        String expected = "duration " + Units.text(min) + ".." + Units.text(max) + ", such as 250ms, 10s, 5m, 1h";
        return scalar(key, expected, text -> {
                    Duration value = Units.duration(text);
                    return value.compareTo(min) >= 0 && value.compareTo(max) <= 0 ? value : null;
                })
                .orElse(fallback);
    }

    /** A size in bytes such as {@code 4096}, {@code 64KiB}, {@code 1MiB}; {@code kB} and {@code MB} count in thousands. */
    public long bytes(String key, long fallback, long min, long max) {
        note(key, ValueType.BYTES, Units.text(min) + ".." + Units.text(max), Units.text(fallback));
        return scalar(key, "bytes " + min + ".." + max + ", such as 4096, 64KiB, 1MiB", text -> {
                    long value = Units.bytes(text);
                    return value >= min && value <= max ? value : null;
                })
                .orElse(fallback);
    }

    /** One of an enum's constants, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        E[] constants = fallback.getDeclaringClass().getEnumConstants();
        String allowed =
                String.join(", ", Arrays.stream(constants).map(Config::kebab).toList());
        note(key, ValueType.CHOICE, allowed, kebab(fallback));
        return scalar(key, "one of " + allowed, text -> Arrays.stream(constants)
                        .filter(constant -> kebab(constant).equals(text))
                        .findFirst()
                        .orElse(null))
                .orElse(fallback);
    }

    /** One of several texts. */
    public String choice(String key, String fallback, List<String> allowed) {
        note(key, ValueType.CHOICE, String.join(", ", allowed), fallback);
        return scalar(key, "one of " + String.join(", ", allowed), text -> allowed.contains(text) ? text : null)
                .orElse(fallback);
    }

    /** A file's path; a relative one starts at the configuration file's directory. */
    public Optional<Path> path(String key) {
        note(key, ValueType.FILE, "", "");
        return scalar(key, "path of a file", text -> source.directory.resolve(text));
    }

    public List<String> texts(String key, List<String> fallback) {
        note(key, ValueType.TEXTS, "", String.join(", ", fallback));
        return elements(key, "text", Function.identity(), fallback);
    }

    /** A list of networks such as {@code 10.0.0.0/8} or single addresses. */
    public Networks networks(String key, Networks fallback) {
        note(key, ValueType.NETWORKS, "", fallback.toString());
        return Networks.of(elements(
                key,
                "network such as 10.0.0.0/8 or fd00::/8, or an address",
                Networks.Network::parse,
                fallback.list()));
    }

    /** The section below {@code key}; one without entries if the file has none. */
    public Config section(String key) {
        asked.add(key);
        return sections.computeIfAbsent(key, name -> {
            Node value = node.entries().get(name);
            if (value instanceof Mapping mapping) {
                return new Config(source, full(name), mapping, originOf(name), Map.of());
            }
            if (value != null && !isEmpty(value)) {
                problem(name, value, "a section");
            }
            return new Config(source, full(name), new Mapping(Map.of(), Map.of(), node.line()), origin, Map.of());
        });
    }

    /** The sections in the list below {@code key}, empty if there is no such key. */
    public List<Config> list(String key) {
        asked.add(key);
        Node value = node.entries().get(key);
        if (value == null && source.exploring) {
            return List.of(section(key + "[]"));
        }
        List<Node> items = List.of();
        if (value instanceof Sequence sequence) {
            items = sequence.items();
        } else if (value != null && !isEmpty(value)) {
            problem(key, value, "a list of sections");
        }
        List<Config> configs = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String name = key + "[" + i + "]";
            if (items.get(i) instanceof Mapping mapping) {
                configs.add(sections.computeIfAbsent(
                        name, n -> new Config(source, full(n), mapping, originOf(key), Map.of())));
            } else {
                problem(name, items.get(i), "a section");
            }
        }
        return configs;
    }

    /** Whether the file or the environment says anything about {@code key} or what is below it. */
    public boolean has(String key) {
        String name = environmentName(key);
        return source.exploring
                || node.entries().containsKey(key)
                || source.environment.keySet().stream()
                        .anyMatch(variable -> variable.equals(name) || variable.startsWith(name + "_"));
    }

    /** The keys that the file has in this section, in its order. */
    public Set<String> keys() {
        return source.exploring && node.entries().isEmpty()
                ? Set.of(ANY_NAME)
                : node.entries().keySet();
    }

    /** What everybody has asked for, here and in all other sections of this configuration, in that order. */
    public List<Setting> settings() {
        return source.settings.stream().distinct().toList();
    }

    /**
     * What everybody has asked for so far came to, in the order of asking; secrets are masked. To be called after everybody has
     * read what is theirs.
     */
    public List<EffectiveValue> effective() {
        return List.copyOf(source.effective.values());
    }

    /** Notes that the value of {@code key} is no good for a reason that only the reader knows. */
    public void reject(String key, String found, String expected) {
        if (source.environment.containsKey(environmentName(key))) {
            source.problems.add(new Problem("environment", 0, environmentName(key), found, expected));
        } else {
            source.problems.add(new Problem(source.origin, line(key), full(key), found, expected));
        }
    }

    /**
     * Everything wrong with the configuration as a whole, in the order of the file. To be called on the top section after
     * everybody has read what is theirs: keys and variables that nobody asked for count as problems.
     */
    public List<Problem> problems() {
        List<Problem> all = new ArrayList<>(source.problems);
        addUnknown(all);
        source.environment.keySet().stream()
                .filter(variable -> !source.asked.contains(variable))
                .forEach(variable -> all.add(new Problem(
                        "environment", 0, variable, "a variable that names no setting", "SLUICE_ and a key's path")));
        all.sort(Comparator.comparing(Problem::line));
        return all;
    }

    private void addUnknown(List<Problem> all) {
        for (String key : node.entries().keySet()) {
            if (!asked.contains(key)) {
                String known = asked.isEmpty() ? "no keys here" : "one of " + String.join(", ", new TreeSet<>(asked));
                all.add(new Problem(source.origin, line(key), full(key), "an unknown key", known));
            }
        }
        sections.values().forEach(section -> section.addUnknown(all));
    }

    /** The keys whose values are not the same in another reading, in alphabetical order; never the values. */
    public Set<String> differences(Config other) {
        Map<String, String> mine = new TreeMap<>();
        addValues(node, path, mine);
        Map<String, String> theirs = new TreeMap<>();
        addValues(other.node, other.path, theirs);
        Set<String> keys = new TreeSet<>(mine.keySet());
        keys.addAll(theirs.keySet());
        keys.removeIf(key -> Objects.equals(mine.get(key), theirs.get(key)));
        return keys;
    }

    private static void addValues(Node node, String key, Map<String, String> values) {
        if (node instanceof Mapping mapping) {
            mapping.entries()
                    .forEach((name, value) -> addValues(value, key.isEmpty() ? name : key + "." + name, values));
        } else if (node instanceof Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                addValues(sequence.items().get(i), key + "[" + i + "]", values);
            }
        } else if (node instanceof Scalar scalar) {
            values.put(key, scalar.text());
        }
    }

    private void note(String key, ValueType type, String range, String fallback) {
        source.settings.add(new Setting(full(key), type, range, fallback));
        came(key, fallback, "default");
    }

    private void came(String key, String value, String from) {
        source.effective.put(full(key), EffectiveValue.masked(full(key), value, from));
    }

    private void cameFrom(Node value, String key, String text) {
        came(key, text, originOf(key) + ":" + value.line());
    }

    private String originOf(String key) {
        return origins.getOrDefault(key, origin);
    }

    private <T> Optional<T> scalar(String key, String expected, Function<String, @Nullable T> parse) {
        asked.add(key);
        String override = override(key);
        if (override != null) {
            Optional<T> result = parsed(override, parse);
            if (result.isPresent()) {
                came(key, override, "environment " + environmentName(key));
            } else {
                reject(key, "'" + override + "'", expected);
            }
            return result;
        }
        Node value = node.entries().get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Scalar scalar && !scalar.text().isEmpty()) {
            Optional<T> result = parsed(scalar.text(), parse);
            if (result.isPresent()) {
                cameFrom(value, key, scalar.text());
                return result;
            }
        }
        problem(key, value, expected);
        return Optional.empty();
    }

    private <T> List<T> elements(String key, String expected, Function<String, @Nullable T> parse, List<T> fallback) {
        asked.add(key);
        String override = override(key);
        List<Node> items;
        if (override != null) {
            items = Arrays.stream(override.split(",", -1))
                    .map(text -> (Node) new Scalar(text.trim(), 0))
                    .toList();
        } else if (node.entries().get(key) instanceof Sequence sequence) {
            items = sequence.items();
        } else if (node.entries().get(key) instanceof Scalar scalar
                && !scalar.text().isEmpty()) {
            items = List.of(scalar);
        } else if (node.entries().containsKey(key)) {
            problem(key, node.entries().get(key), "a list, each a " + expected);
            return fallback;
        } else {
            return fallback;
        }
        List<T> values = new ArrayList<>();
        for (Node item : items) {
            Optional<T> value = item instanceof Scalar scalar ? parsed(scalar.text(), parse) : Optional.empty();
            if (value.isEmpty()) {
                source.problems.add(new Problem(
                        override == null ? source.origin : "environment",
                        item.line(),
                        override == null ? full(key) : environmentName(key),
                        item.brief(),
                        expected));
            }
            value.ifPresent(values::add);
        }
        String text = String.join(", ", values.stream().map(Object::toString).toList());
        if (override != null) {
            came(key, text, "environment " + environmentName(key));
        } else {
            cameFrom(node.entries().getOrDefault(key, node), key, text);
        }
        return values;
    }

    private static <T> Optional<T> parsed(String text, Function<String, @Nullable T> parse) {
        try {
            return Optional.ofNullable(parse.apply(text));
        } catch (IllegalArgumentException e) { // that is NumberFormatException, too
            return Optional.empty();
        }
    }

    private @Nullable String override(String key) {
        String name = environmentName(key);
        source.asked.add(name);
        return source.environment.get(name);
    }

    private void problem(String key, Node value, String expected) {
        source.problems.add(new Problem(source.origin, value.line(), full(key), value.brief(), expected));
    }

    private int line(String key) {
        return node.keyLines().getOrDefault(key, path.isEmpty() ? 0 : node.line());
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String environmentName(String key) {
        return PREFIX
                + full(key).replace("]", "").replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static boolean isEmpty(Node value) {
        return value instanceof Scalar scalar && scalar.text().isEmpty();
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What all sections of one configuration share. */
    private static final class Source {
        private final String origin;
        private final Path directory;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final Set<String> asked = new LinkedHashSet<>();
        private final List<Problem> problems = new ArrayList<>();
        private final List<Setting> settings = new ArrayList<>();
        private final Map<String, EffectiveValue> effective = new LinkedHashMap<>();
        private boolean exploring;

        Source(String origin, Path directory, Map<String, String> environment) {
            this.origin = origin;
            this.directory = directory;
            environment.forEach((name, value) -> {
                if (name.startsWith(PREFIX)) {
                    this.environment.put(name, value);
                }
            });
        }
    }
}
