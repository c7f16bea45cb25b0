package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The baseline as a process of its own. */
final class ServerProcessIT {
    @Test
    void startsIsMeasuredAndEnds(@TempDir Path directory) throws IOException, InterruptedException {
        Server.Start start = new Server.Start("", List.of("-XX:+UseSerialGC"), Optional.empty(), directory);
        ProcessFigures figures;
        try (Server server = start.baseline()) {
            figures = server.figures();
            LoadGenerator generator = new LoadGenerator(figures, Duration.ZERO, Duration.ofMillis(200));
            assertThat(generator
                            .closedLoop(Scenario.readPins(server.endrpi()), 1, 1)
                            .messages())
                    .isPositive();
            assertThat(figures.cpuTime()).isPositive();
            assertThat(server.process().liveHeapBytes()).isBetween(100_000L, 100_000_000L);
            assertThat(server.process().residentBytesAfterCollection()).isGreaterThan(10_000_000);
        }
        assertThat(ProcessHandle.of(figures.pid())).isEmpty();
        assertThatThrownBy(figures::cpuTime).isInstanceOf(IOException.class);
    }

    @Test
    void tellsWhatAServerPrintedThatDidNotStart() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThatThrownBy(() -> ServerProcess.start(List.of(java, "-XX:NoSuchOption"), Map.of(), "ready"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("server: did not print 'ready' (expected: within 60 s): ")
                .hasMessageContaining("NoSuchOption");
    }
}
