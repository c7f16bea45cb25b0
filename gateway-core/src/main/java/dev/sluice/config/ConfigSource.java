package dev.sluice.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all sections of one configuration share: where it is from, the environment, and what was found so far. For one thread. */
final class ConfigSource {
    /** What the names of variables that count begin with. */
    static final String PREFIX = "SLUICE_";

    private final String origin;
    private final Path directory;
    private final boolean exploring;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Setting> settings = new LinkedHashSet<>();
    private final Map<String, EffectiveValue> effective = new LinkedHashMap<>();

    /**
     * @param origin what problems call the text
     * @param directory where relative paths in it start
     * @param environment only names that begin with {@code SLUICE_} count
     * @param exploring whether this is to learn from its readers: see {@link Config#exploring}
     */
    ConfigSource(String origin, Path directory, Map<String, String> environment, boolean exploring) {
        this.origin = origin;
        this.directory = directory;
        this.exploring = exploring;
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                this.environment.put(name, value);
            }
        });
    }

    String origin() {
        return origin;
    }

    Path directory() {
        return directory;
    }

    boolean isExploring() {
        return exploring;
    }

    /** The variable's value, if it is set; it is one that somebody asked for from now on. */
    Optional<String> variable(String name) {
        asked.add(name);
        return Optional.ofNullable(environment.get(name));
    }

    boolean hasVariable(String name) {
        return environment.containsKey(name);
    }

    /** Whether there is a variable for {@code name} or for what is below it. */
    boolean hasVariableAt(String name) {
        return environment.keySet().stream()
                .anyMatch(variable -> variable.equals(name) || variable.startsWith(name + "_"));
    }

    void note(Problem problem) {
        problems.add(problem);
    }

    /** That somebody asked for a key. */
    void note(Setting setting) {
        settings.add(setting);
    }

    /** What a key came to; replaces what was noted of it before. */
    void note(EffectiveValue value) {
        effective.put(value.key(), value);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** One problem for each variable that nobody asked for. */
    List<Problem> unknownVariables() {
        return environment.keySet().stream()
                .filter(variable -> !asked.contains(variable))
                .map(variable -> new Problem(
                        "environment", 0, variable, "a variable that names no setting", "SLUICE_ and a key's path"))
                .toList();
    }

    List<Setting> settings() {
        return List.copyOf(settings);
    }

    List<EffectiveValue> effective() {
        return List.copyOf(effective.values());
    }
}
