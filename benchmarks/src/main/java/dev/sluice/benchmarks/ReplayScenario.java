package dev.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A consumer replays everything, again and again, beside a scan of as many records in the bare engine; and what another
 * developer's live records take meanwhile, beside what they take when nobody replays.
 */
record ReplayScenario(String name, String title, long records) implements Scenario {
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /** Small commits fill the engine's file as slowly as anything: these are large. */
    private static final int ENGINE_BATCH = 500;

    @Override
    public String measure(Server.Start start, Plan plan) throws IOException, InterruptedException {
        try (Server sluice = start.sluice()) {
            StreamLoad.fill(sluice.developer(), records, new Meter(sluice.figures()));
            try (ReplayLoad replay = ReplayLoad.open(sluice.developer(), records);
                    LiveProbe live = LiveProbe.open(sluice.otherDeveloper())) {
                replay.run(WARM_UP);
                return table(start, plan, replay, live);
            }
        }
    }

    private String table(Server.Start start, Plan plan, ReplayLoad replay, LiveProbe live)
            throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < plan.rounds(); i++) {
            EngineFigures engine =
                    EngineFigures.measure(start, ENGINE_BATCH, plan.time().toSeconds());
            double rate = replay.run(plan.time());
            long quiet = probe(live, plan.time(), replay);
            replay.begin();
            long busy = probe(live, plan.time(), replay);
            replay.finish();
            rounds.add(new Round(rate, engine.scan(), quiet, busy));
        }
        return String.format(
                Locale.ROOT,
                "### %s%n%n| replayed/s | engine's scan/s | ratio | live p99 µs | during the replay | ratio |%n"
                        + "|---:|---:|---:|---:|---:|---:|%n| %,.0f | %,.0f | %.2f | %,.0f | %,.0f | %.2f |%n",
                title,
                Median.of(rounds, Round::replayed),
                Median.of(rounds, Round::scanned),
                Median.of(rounds, round -> round.replayed / round.scanned),
                Median.of(rounds, round -> round.quiet / 1e3),
                Median.of(rounds, round -> round.busy / 1e3),
                Median.of(rounds, round -> (double) round.busy / round.quiet));
    }

    private static long probe(LiveProbe live, Duration time, ReplayLoad replay) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        live.begin();
        while (System.nanoTime() < end) {
            live.poll();
            replay.loop().poll(0);
        }
        return live.percentile(0.99);
    }

    private record Round(double replayed, double scanned, long quiet, long busy) {}
}
