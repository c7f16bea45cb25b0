package dev.sluice.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    private final Section section;

    private Config(Section section) {
        this.section = section;
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
            config.section.source().note(new Problem(file.toString(), 0, "", reason(e), "a readable UTF-8 file"));
            return config;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        return e instanceof CharacterCodingException ? "bytes that are not UTF-8" : e.toString();
    }

    /**
     * Reads YAML text.
     *
     * @param origin what problems call the text
     * @param directory where relative paths in it start
     */
    public static Config parse(String origin, String yaml, Path directory, Map<String, String> environment) {
        return parse(new ConfigSource(origin, directory, environment, false), yaml);
    }

    /**
     * A configuration for nobody, from which readers learn nothing, but which learns from them what there is to be set: lists
     * have one element, free names are {@value #ANY_NAME}, every optional part is there. What {@code yaml} says, counts.
     */
    public static Config exploring(String yaml) {
        return parse(new ConfigSource("reference", Path.of(""), Map.of(), true), yaml);
    }

    private static Config parse(ConfigSource source, String yaml) {
        return new Config(Section.top(source, new YamlReader(source.origin(), source::note).read(yaml)));
    }

    /** This top section, with what {@code defaults} says for each of its keys that is missing here. */
    public Config withDefaults(Config defaults) {
        return new Config(section.withDefaults(defaults.section));
    }

    public String text(String key, String fallback) {
        return section.value(key, Form.text(), fallback).orElse(fallback);
    }

    /** A text that may be left out. */
    public Optional<String> text(String key) {
        return section.value(key, Form.text(), "");
    }

    public int integer(String key, int fallback, int min, int max) {
        return section.value(key, Form.integer(min, max), String.valueOf(fallback))
                .orElse(fallback);
    }

    public double number(String key, double fallback, double min, double max) {
        return section.value(key, Form.number(min, max), Units.text(fallback)).orElse(fallback);
    }

    public boolean flag(String key, boolean fallback) {
        return section.value(key, Form.flag(), String.valueOf(fallback)).orElse(fallback);
    }

    /** A duration such as {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 1d}. */
    public Duration duration(String key, Duration fallback, Duration min, Duration max) {
        return section.value(key, Form.duration(min, max), Units.text(fallback)).orElse(fallback);
    }

    /** A size in bytes such as {@code 4096}, {@code 64KiB}, {@code 1MiB}; {@code kB} and {@code MB} count in thousands. */
    public long bytes(String key, long fallback, long min, long max) {
        return section.value(key, Form.bytes(min, max), Units.text(fallback)).orElse(fallback);
    }

    /** One of an enum's constants, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        return section.value(key, Form.choice(fallback.getDeclaringClass()), Form.kebab(fallback))
                .orElse(fallback);
    }

    /** One of several texts. */
    public String choice(String key, String fallback, List<String> allowed) {
        return section.value(key, Form.choice(allowed), fallback).orElse(fallback);
    }

    /** A file's path; a relative one starts at the configuration file's directory. */
    public Optional<Path> path(String key) {
        return section.value(key, Form.path(section.source().directory()), "");
    }

    public List<String> texts(String key, List<String> fallback) {
        return section.values(key, Form.texts(), String.join(", ", fallback)).orElse(fallback);
    }

    /** A list of networks such as {@code 10.0.0.0/8} or single addresses. */
    public Networks networks(String key, Networks fallback) {
        return section.values(key, Form.networks(), fallback.toString())
                .map(Networks::of)
                .orElse(fallback);
    }

    /** The section below {@code key}; one without entries if the file has none. */
    public Config section(String key) {
        return new Config(section.section(key));
    }

    /** The sections in the list below {@code key}, empty if there is no such key. */
    public List<Config> list(String key) {
        return section.list(key).stream().map(Config::new).toList();
    }

    /** Whether the file or the environment says anything about {@code key} or what is below it. */
    public boolean has(String key) {
        return section.has(key);
    }

    /** The keys that the file has in this section, in its order. */
    public Set<String> keys() {
        return section.source().isExploring() && section.entries().isEmpty()
                ? Set.of(ANY_NAME)
                : section.entries().keySet();
    }

    /** What everybody has asked for, here and in all other sections of this configuration, in that order. */
    public List<Setting> settings() {
        return section.source().settings();
    }

    /**
     * What everybody has asked for so far came to, in the order of asking; secrets are masked. To be called after everybody has
     * read what is theirs.
     */
    public List<EffectiveValue> effective() {
        return section.source().effective();
    }

    /** Notes that the value of {@code key} is no good for a reason that only the reader knows. */
    public void reject(String key, String found, String expected) {
        section.reject(key, found, expected);
    }

    /**
     * Everything wrong with the configuration as a whole, in the order of the file. To be called on the top section after
     * everybody has read what is theirs: keys and variables that nobody asked for count as problems.
     */
    public List<Problem> problems() {
        List<Problem> all = new ArrayList<>(section.source().problems());
        all.addAll(section.unknownKeys());
        all.addAll(section.source().unknownVariables());
        all.sort(Comparator.comparing(Problem::line));
        return all;
    }

    /** The keys whose values are not the same in another reading, in alphabetical order; never the values. */
    public Set<String> differences(Config other) {
        Map<String, String> mine = section.values();
        Map<String, String> theirs = other.section.values();
        Set<String> keys = new TreeSet<>(mine.keySet());
        keys.addAll(theirs.keySet());
        keys.removeIf(key -> Objects.equals(mine.get(key), theirs.get(key)));
        return keys;
    }
}
