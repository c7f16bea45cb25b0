package dev.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** Latencies, clock and CPU times of the load that runs. {@link #start} begins anew after the warm-up. One thread. */
final class Meter {
    private final ProcessFigures server;
    private final ProcessFigures generator = ProcessFigures.own();
    private final Histogram latencies = new Histogram();
    private Duration serverCpu = Duration.ZERO;
    private Duration generatorCpu = Duration.ZERO;
    private long started;

    Meter(ProcessFigures server) {
        this.server = server;
    }

    /** One message, counted by its latency. */
    void record(long nanos) {
        latencies.record(nanos);
    }

    void start() throws IOException {
        latencies.clear();
        serverCpu = server.cpuTime();
        generatorCpu = generator.cpuTime();
        started = System.nanoTime();
    }

    Sample stop() throws IOException {
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        if (latencies.count() == 0) {
            throw new IOException("messages in " + time.toMillis() + " ms: 0 (expected: at least one)");
        }
        return new Sample(
                latencies.count(),
                time,
                server.cpuTime().minus(serverCpu),
                generator.cpuTime().minus(generatorCpu),
                Duration.ofNanos(latencies.percentile(0.5)),
                Duration.ofNanos(latencies.percentile(0.99)));
    }
}
