package dev.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What a connection costs that does nothing: memory of the process with many of them open, less the memory before, each
 * after a garbage collection. Every server has a fresh process.
 *
 * @param heap further options for both servers, about the heap
 * @param target where they connect
 */
record IdleScenario(String name, String title, int connections, List<String> heap, Function<Server, Target> target)
        implements Scenario {
    /** The heap follows what is in use after each collection, else growth would hide in what is reserved already. */
    private static final List<String> CLOSE_FITTING_HEAP =
            List.of("-Xms16m", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10", "-XX:-ShrinkHeapInSteps");

    /** Until the virtual machine has compiled what opening a connection takes. */
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /** Enough for whatever a server does after connections came. */
    private static final Duration HOLD = Duration.ofSeconds(3);

    /** So many that everything that belongs to a first connection and not to each one is there before. */
    private static final int FIRST_CONNECTIONS = 100;

    @Override
    public String measure(Server.Start start, Plan plan) throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder("### " + title + String.format(Locale.ROOT, ": %,d%n%n", connections))
                .append(
                        "| server | resident before, MiB | resident after, MiB | resident bytes each | heap bytes each |\n")
                .append("|---|---:|---:|---:|---:|\n");
        Server.Start fitting = start.with(CLOSE_FITTING_HEAP).with(heap);
        try (Server baseline = fitting.baseline()) {
            table.append(row(baseline));
        }
        if (!plan.baselineOnly()) {
            try (Server sluice = fitting.sluice()) {
                table.append(row(sluice));
            }
        }
        return table.toString();
    }

    private String row(Server server) throws IOException, InterruptedException {
        new LoadGenerator(server.figures(), Duration.ZERO, WARM_UP).churn(target.apply(server), 16);
        Memory first = memory(server, FIRST_CONNECTIONS);
        Memory all = memory(server, connections);
        int more = connections - FIRST_CONNECTIONS;
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %,d | %,d |%n",
                server.name(),
                first.resident() / 1024.0 / 1024,
                all.resident() / 1024.0 / 1024,
                (all.resident() - first.resident()) / more,
                (all.heap() - first.heap()) / more);
    }

    private Memory memory(Server server, int count) throws IOException, InterruptedException {
        try (ClientLoop loop = new ClientLoop(new Traffic() {})) {
            loop.open(target.apply(server), count);
            loop.run(HOLD);
            long heap = server.process().liveHeapBytes();
            return new Memory(server.process().residentBytesAfterCollection(), heap);
        }
    }

    private record Memory(long resident, long heap) {}
}
