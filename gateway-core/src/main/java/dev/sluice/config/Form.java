package dev.sluice.config;

import dev.sluice.config.Setting.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a value has to look like.
 *
 * @param range what its values are out of, for the reference
 * @param expected the same for people whose value is not like that
 * @param parse returns null, or throws {@link IllegalArgumentException}, for a text that is not like that
 */
record Form<T>(ValueType type, String range, String expected, Function<String, @Nullable T> parse) {
    static Form<String> text() {
        return new Form<>(ValueType.TEXT, "", "text", text -> text);
    }

    static Form<Integer> integer(int min, int max) {
        String range = min + ".." + max;
        return new Form<>(ValueType.INTEGER, range, "integer " + range, text -> {
            int value = Integer.parseInt(text);
            return value >= min && value <= max ? value : null;
        });
    }

    static Form<Double> number(double min, double max) {
        return new Form<>(ValueType.NUMBER, Units.range(min, max), "number " + min + ".." + max, text -> {
            double value = Double.parseDouble(text);
            return value >= min && value <= max ? value : null;
        });
    }

    static Form<Boolean> flag() {
        return new Form<>(ValueType.FLAG, "", "true or false", text -> switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        });
    }

    static Form<Duration> duration(Duration min, Duration max) {
        String range = Units.text(min) + ".." + Units.text(max);
        return new Form<>(ValueType.DURATION, range, "duration " + range + ", such as 250ms, 10s, 5m, 1h", text -> {
            Duration value = Units.duration(text);
            return value.compareTo(min) >= 0 && value.compareTo(max) <= 0 ? value : null;
        });
    }

    static Form<Long> bytes(long min, long max) {
        String range = Units.text(min) + ".." + Units.text(max);
        String expected = "bytes " + min + ".." + max + ", such as 4096, 64KiB, 1MiB";
        return new Form<>(ValueType.BYTES, range, expected, text -> {
            long value = Units.bytes(text);
            return value >= min && value <= max ? value : null;
        });
    }

    /** One of an enum's constants, as {@link #kebab} writes them. */
    static <E extends Enum<E>> Form<E> choice(Class<E> constants) {
        List<E> all = Arrays.asList(constants.getEnumConstants());
        return choice(all, Form::kebab);
    }

    static Form<String> choice(List<String> allowed) {
        return choice(allowed, text -> text);
    }

    private static <T> Form<T> choice(List<T> allowed, Function<T, String> name) {
        String names = String.join(", ", allowed.stream().map(name).toList());
        return new Form<>(ValueType.CHOICE, names, "one of " + names, text -> allowed.stream()
                .filter(value -> name.apply(value).equals(text))
                .findFirst()
                .orElse(null));
    }

    /** A file's path; a relative one starts at {@code directory}. */
    static Form<Path> path(Path directory) {
        return new Form<>(ValueType.FILE, "", "path of a file", directory::resolve);
    }

    /** One of a list of texts. */
    static Form<String> texts() {
        return new Form<>(ValueType.TEXTS, "", "text", text -> text);
    }

    /** One of a list of networks. */
    static Form<Networks.Network> networks() {
        return new Form<>(
                ValueType.NETWORKS,
                "",
                "network such as 10.0.0.0/8 or fd00::/8, or an address",
                Networks.Network::parse);
    }

    /** Lower case with hyphens. */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value, if the text is like that. */
    Optional<T> read(String text) {
        try {
            return Optional.ofNullable(parse.apply(text));
        } catch (IllegalArgumentException e) { // that is NumberFormatException, too
            return Optional.empty();
        }
    }
}
