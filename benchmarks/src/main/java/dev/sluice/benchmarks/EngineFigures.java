package dev.sluice.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@link RawJournal} measured.
 *
 * @param appends records a second, synced
 * @param scan records a second, read in order
 */
record EngineFigures(long appends, long scan) {
    /** Runs it in a process of its own. */
    static EngineFigures measure(Server.Start start, int batch, long seconds) throws IOException, InterruptedException {
        Path file = Files.createTempDirectory(start.directory(), "engine-").resolve("raw.db");
        List<String> command = start.java(
                System.getProperty("java.class.path"),
                RawJournal.class.getName(),
                file.toString(),
                Integer.toString(batch),
                Long.toString(seconds));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            List<Long> figures = output.lines()
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::parseLong)
                    .toList();
            if (figures.size() != 2) {
                throw new IOException("engine: " + figures.size() + " figures (expected: appends and scan)");
            }
            return new EngineFigures(figures.get(0), figures.get(1));
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
