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
            long appends = Long.parseLong(output.readLine().trim());
            long scan = Long.parseLong(output.readLine().trim());
            return new EngineFigures(appends, scan);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
