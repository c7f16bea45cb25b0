package dev.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Producers submit, one consumer gets what is safe on the disk: beside the same number of records a commit in the bare engine. */
record StreamScenario(String name, String title, List<Shape> shapes) implements Scenario {
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /**
     * Some producers.
     *
     * @param depth how many records each keeps under way
     */
    record Shape(int producers, int depth) {
        int underWay() {
            return producers * depth;
        }
    }

    @Override
    public String measure(Server.Start start, Plan plan) throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder("### " + title + "\n\n")
                .append("| producers | under way | dispatches/s | engine, that many a commit | ratio | p50 µs | p99 µs")
                .append(" | server's CPU µs each |\n|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        try (Server sluice = start.sluice()) {
            for (Shape shape : shapes) {
                table.append(row(start, plan, sluice, shape));
            }
        }
        return table.toString();
    }

    private String row(Server.Start start, Plan plan, Server sluice, Shape shape)
            throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        List<Double> engine = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        Duration warmUp = WARM_UP;
        for (int round = 0; round < plan.rounds(); round++) {
            EngineFigures raw =
                    EngineFigures.measure(start, shape.underWay(), plan.time().toSeconds());
            Sample sample = StreamLoad.run(
                    sluice.developer(),
                    shape.producers(),
                    shape.depth(),
                    warmUp,
                    plan.time(),
                    new Meter(sluice.figures()));
            warmUp = Duration.ofSeconds(1);
            samples.add(sample);
            engine.add((double) raw.appends());
            ratios.add(sample.perSecond() / raw.appends());
        }
        return String.format(
                Locale.ROOT,
                "| %d | %d | %,.0f | %,.0f | %.2f | %,.0f | %,.0f | %.1f |%n",
                shape.producers(),
                shape.underWay(),
                Median.of(samples, Sample::perSecond),
                Median.of(engine, rate -> rate),
                Median.of(ratios, ratio -> ratio),
                Median.of(samples, sample -> sample.median().toNanos() / 1e3),
                Median.of(samples, sample -> sample.slow().toNanos() / 1e3),
                Median.of(samples, Sample::cpuMicros));
    }
}
