package dev.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A load that both servers get in turn, round after round, so that whatever else the machine does meanwhile hits both.
 *
 * @param plural what is counted
 */
record LoadScenario(String name, String title, String plural, Load load) implements Scenario {
    /**
     * Until the virtual machine has compiled what matters, on one core, which has to serve meanwhile: before, one measures the
     * compiler, and most of all that of a gateway, which has more code than the baseline.
     */
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(30);

    /** New connections, and a server that the other one has just displaced from the processor's caches. */
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    /** Loads a server once. */
    interface Load {
        Sample run(LoadGenerator generator, Server server) throws IOException;
    }

    @Override
    public String measure(Server.Start start, Plan plan) throws IOException, InterruptedException {
        try (Server baseline = start.baseline()) {
            if (plan.baselineOnly()) {
                return table(List.of(baseline.name()), rounds(List.of(baseline), plan));
            }
            try (Server sluice = start.sluice()) {
                return table(List.of(baseline.name(), sluice.name()), rounds(List.of(baseline, sluice), plan));
            }
        }
    }

    private List<List<Sample>> rounds(List<Server> servers, Plan plan) throws IOException {
        for (Server server : servers) {
            load.run(new LoadGenerator(server.figures(), FIRST_WARM_UP, Duration.ofMillis(500)), server);
        }
        List<List<Sample>> rounds = new ArrayList<>();
        for (int i = 0; i < plan.rounds(); i++) {
            List<Sample> round = new ArrayList<>();
            for (Server server : servers) {
                round.add(load.run(new LoadGenerator(server.figures(), WARM_UP, plan.time()), server));
            }
            rounds.add(round);
        }
        return rounds;
    }

    /** @param rounds a sample of each server, in the order of {@code servers}, for each round */
    String table(List<String> servers, List<List<Sample>> rounds) {
        StringBuilder table = new StringBuilder("### " + title + "\n\n")
                .append("| server | " + plural + "/s | CPU µs each | capacity ÷ baseline | cost ÷ baseline")
                .append(" | p50 µs | p99 µs | server's core | generator's core |\n")
                .append("|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        for (int i = 0; i < servers.size(); i++) {
            int column = i;
            List<Sample> own = rounds.stream().map(round -> round.get(column)).toList();
            // Each round is compared with its own baseline, which ran next to it.
            double cost = Median.of(
                    rounds,
                    round -> round.get(column).cpuMicros() / round.get(0).cpuMicros());
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f | %.2f | %.2f | %,.0f | %,.0f | %.0f %% | %.0f %% |%n",
                    servers.get(i),
                    Median.of(own, Sample::perSecond),
                    Median.of(own, Sample::cpuMicros),
                    1 / cost,
                    cost,
                    Median.of(own, sample -> sample.median().toNanos() / 1e3),
                    Median.of(own, sample -> sample.slow().toNanos() / 1e3),
                    Median.of(own, Sample::serverLoad) * 100,
                    Median.of(own, Sample::generatorLoad) * 100));
        }
        return table.toString();
    }
}
