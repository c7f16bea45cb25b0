package dev.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What clients that read notice of others that do not: the same fan-out with and without them, on the same server.
 *
 * @param connections how many read, and then how many more do not
 */
record SlowReaderScenario(String name, String title, int connections) implements Scenario {
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(8);

    /** Enough for the sockets of those who do not read to be full, so that the server has to keep or drop what is theirs. */
    private static final Duration WARM_UP = Duration.ofSeconds(8);

    @Override
    public String measure(Server.Start start, Plan plan) throws IOException, InterruptedException {
        try (Server server = plan.baselineOnly() ? start.baseline() : start.sluice()) {
            FanOut fanOut = Scenario.toggleSiren(server.valve());
            new LoadGenerator(server.figures(), FIRST_WARM_UP, Duration.ofMillis(500)).fanOut(fanOut, connections);
            LoadGenerator generator = new LoadGenerator(server.figures(), WARM_UP, plan.time());
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i < plan.rounds(); i++) {
                Sample alone = generator.fanOut(fanOut, connections);
                Sample beside = generator.fanOut(fanOut, connections, connections);
                rounds.add(new Round(alone, beside, server.figures().residentBytes()));
            }
            return table(rounds);
        }
    }

    private String table(List<Round> rounds) {
        return String.format(
                Locale.ROOT,
                "### %s%n%n| p50 µs alone | beside them | p99 µs alone | beside them | ratio of p99 | resident, MiB |%n"
                        + "|---:|---:|---:|---:|---:|---:|%n| %,.0f | %,.0f | %,.0f | %,.0f | %.2f | %,.0f |%n",
                title,
                Median.of(rounds, round -> micros(round.alone.median())),
                Median.of(rounds, round -> micros(round.beside.median())),
                Median.of(rounds, round -> micros(round.alone.slow())),
                Median.of(rounds, round -> micros(round.beside.slow())),
                Median.of(rounds, round -> micros(round.beside.slow()) / micros(round.alone.slow())),
                Median.of(rounds, round -> round.resident / 1024.0 / 1024));
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }

    private record Round(Sample alone, Sample beside, long resident) {}
}
