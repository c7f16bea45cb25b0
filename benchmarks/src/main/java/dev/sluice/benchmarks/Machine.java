package dev.sluice.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine that is measured on, as far as figures depend on it. Any thread. */
final class Machine {
    private Machine() {}

    /** Whether server and generator can be kept on a core each. */
    static boolean canPin() throws IOException {
        return cores() > 1
                && Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "taskset")));
    }

    /** All cores, as {@code taskset} wants them. */
    static String everyCore() {
        try {
            return "0-" + (cores() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line for the head of a report. */
    static String describe() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %s %s, Java %s",
                processorFigures("model name").findFirst().orElse(System.getProperty("os.arch")),
                cores(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version());
    }

    /** Of the machine; this process itself may be allowed to use fewer. */
    private static long cores() throws IOException {
        return processorFigures("processor").count();
    }

    private static Stream<String> processorFigures(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim());
    }
}
