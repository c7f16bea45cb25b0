package dev.sluice.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.journal.Durability;
import dev.sluice.journal.Journal.Entry;
import dev.sluice.journal.JournalSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that appends as fast as it can is killed: what it was told is kept is there, in order, without a gap. */
class KilledProcessIT {
    private static final Duration AGE = Duration.ofDays(1);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"FILE", "DISK"})
    void keepsWhatItHasAccepted(Durability durability) throws Exception {
        for (int accepted : new int[] {1, 1000, 20_000}) {
            long last = appendAndKill(durability, accepted);
            assertThat(last).isGreaterThanOrEqualTo(accepted);
            JournalSettings settings = new JournalSettings(durability, 10_000_000, AGE);
            try (SqliteJournal journal = SqliteJournal.open(directory, settings, InstantSource.system())) {
                List<Entry> entries = Scene.all(journal, "a");
                assertThat(entries).hasSizeGreaterThanOrEqualTo((int) last);
                for (int i = 0; i < entries.size(); i++) {
                    assertThat(entries.get(i).sequence()).isEqualTo(i + 1);
                    assertThat(entries.get(i).data())
                            .startsWith(("record " + (i + 1) + " ").getBytes(StandardCharsets.US_ASCII));
                }
                assertThat(journal.last("a")).isEqualTo(entries.size());
            }
        }
    }

    /** Runs another process until so many more are accepted; returns the last number that it has seen. */
    private long appendAndKill(Durability durability, int count) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        directory.toString(),
                        durability.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = lines.readLine();
            for (int i = 1; i < count && line != null; i++) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            return Long.parseLong(line);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The process that is killed. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) throws Exception {
            JournalSettings settings = new JournalSettings(Durability.valueOf(arguments[1]), 10_000_000, AGE);
            SqliteJournal journal = SqliteJournal.open(Path.of(arguments[0]), settings, InstantSource.system());
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
            Semaphore underWay = new Semaphore(1000);
            for (long number = journal.last("a") + 1; ; number++) {
                underWay.acquire();
                byte[] record = ("record " + number + " " + "x".repeat((int) (number % 300)))
                        .getBytes(StandardCharsets.US_ASCII);
                journal.append("a", record).thenAccept(accepted -> {
                    out.println(accepted);
                    underWay.release();
                });
            }
        }
    }
}
