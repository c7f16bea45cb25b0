package dev.sluice.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
final class Units {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}) ?([A-Za-z]*)");

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;
    private static final double AS_GOOD_AS_ANY = 1e15;

    private Units() {}

    /** @throws IllegalArgumentException if {@code text} is no number followed by ms, s, m, h or d */
    static Duration duration(String text) {
        Matcher parts = match(text);
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** @throws IllegalArgumentException if {@code text} is no number, alone or followed by a unit */
    static long bytes(String text) {
        Matcher parts = match(text);
        long amount = Long.parseLong(parts.group(1));
        long unit =
                switch (parts.group(2)) {
                    case "", "B" -> 1;
                    case "kB" -> 1000;
                    case "KiB" -> 1024;
                    case "MB" -> 1_000_000;
                    case "MiB" -> 1024 * 1024;
                    case "GB" -> 1_000_000_000;
                    case "GiB" -> 1024 * 1024 * 1024;
                    default -> throw new IllegalArgumentException(text);
                };
        return amount * unit;
    }

    static String text(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0 && seconds > 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0 && seconds > 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** A number of bytes, in the largest unit of which it is a multiple. */
    static String text(long bytes) {
        if (bytes == 0 || bytes % KIB != 0) {
            return String.valueOf(bytes);
        }
        if (bytes % MIB != 0) {
            return bytes / KIB + "KiB";
        }
        return bytes % GIB == 0 ? bytes / GIB + "GiB" : bytes / MIB + "MiB";
    }

    /** A number as people write it; nothing for one that is none, or no bound. */
    static String text(double number) {
        if (Double.isNaN(number) || Math.abs(number) >= AS_GOOD_AS_ANY) {
            return "";
        }
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    /** What lies between two numbers; nothing if that is as good as all. */
    static String range(double min, double max) {
        String all = text(min) + ".." + text(max);
        return all.equals("..") ? "" : all;
    }

    private static Matcher match(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        return parts;
    }
}
