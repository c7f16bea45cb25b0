package dev.sluice.benchmarks;

import dev.sluice.benchmarks.MqttBridge.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Messages from a broker through the bus to subscribers of every protocol, beside a bare subscriber of the same broker that hears
 * the same messages at the same time.
 *
 * @param rate messages a second
 */
record MqttScenario(String name, String title, int rate) implements Scenario {
    private static final Duration WARM_UP = Duration.ofSeconds(8);

    @Override
    public String measure(Server.Start pinned, Plan plan) throws IOException, InterruptedException {
        Server.Start start = pinned.onEveryCore();
        try (MqttBroker broker = MqttBroker.start(start.cores(), start.directory());
                BareSubscriber bare = BareSubscriber.start(broker.address(), MqttBridge.EVERYTHING)) {
            if (plan.baselineOnly()) {
                try (MqttLoad load = MqttLoad.open(broker, bare)) {
                    return "### " + title + "\n\n" + summary(rounds(plan, load, ProcessFigures.own()));
                }
            }
            Path config = Files.writeString(
                    start.directory().resolve("mqtt-" + broker.port() + ".yaml"),
                    MqttBridge.configuration(broker.port()));
            try (Server sluice = start.sluice(config);
                    MqttLoad load = MqttLoad.open(broker, bare, sluice)) {
                load.run(WARM_UP, rate);
                load.requireAllHeard();
                List<Round> rounds = rounds(plan, load, sluice.figures());
                return "### " + title + "\n\n" + summary(rounds) + "\n" + deliveries(rounds);
            }
        }
    }

    private List<Round> rounds(Plan plan, MqttLoad load, ProcessFigures server) throws IOException {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < plan.rounds(); i++) {
            Duration cpu = server.cpuTime();
            load.run(plan.time(), rate);
            rounds.add(Round.of(load, server.cpuTime().minus(cpu), plan.time()));
        }
        return rounds;
    }

    /** A valve's message is for one Valtronics subscriber, so what these have heard is what the adapter has taken. */
    private static String summary(List<Round> rounds) {
        return String.format(
                Locale.ROOT,
                "| published/s | taken in time: bare | Sluice | ratio (aim 0.8) | Sluice, in the end | server's CPU µs for each |%n"
                        + "|---:|---:|---:|---:|---:|---:|%n| %,.0f | %.3f | %.3f | %.3f | %.3f | %.1f |%n",
                Median.of(rounds, round -> round.published / round.seconds),
                Median.of(rounds, Round::bareShare),
                Median.of(rounds, Round::ownShare),
                Median.of(rounds, round -> round.ownShare() / round.bareShare()),
                Median.of(rounds, round -> round.heard(Watched.VALTRONICS).count / round.ofValves),
                Median.of(rounds, round -> round.cpuMicros / round.published));
    }

    private static String deliveries(List<Round> rounds) {
        StringBuilder table = new StringBuilder("| " + MqttBridge.SUBSCRIBERS
                + " subscribers of each | deliveries/s | p50 µs | p99 µs |\n|---|---:|---:|---:|\n");
        for (Watched protocol : Watched.values()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,.0f |%n",
                    protocol.title(),
                    Median.of(rounds, round -> round.heard(protocol).count / round.seconds),
                    Median.of(rounds, round -> round.heard(protocol).median / 1e3),
                    Median.of(rounds, round -> round.heard(protocol).slow / 1e3)));
        }
        return table.toString();
    }

    /** What one protocol's subscribers heard. */
    private record Heard(double count, long median, long slow) {
        static Heard of(Histogram latencies) {
            return new Heard(latencies.count(), latencies.percentile(0.5), latencies.percentile(0.99));
        }
    }

    /**
     * A round's figures.
     *
     * @param bare how many messages the bare subscriber had when the last was sent
     * @param own how many of those of valves Sluice had brought to their subscribers then
     * @param ofValves how many of those there were
     */
    private record Round(
            double seconds,
            double published,
            double bare,
            double own,
            double ofValves,
            double cpuMicros,
            Map<Watched, Heard> heard) {
        static Round of(MqttLoad load, Duration cpu, Duration time) {
            Map<Watched, Heard> heard = new EnumMap<>(Watched.class);
            for (Watched protocol : Watched.values()) {
                heard.put(protocol, Heard.of(load.latencies(protocol)));
            }
            return new Round(
                    time.toNanos() / 1e9,
                    load.published(),
                    load.bareInTime(),
                    load.ownInTime(),
                    load.ofValves(),
                    cpu.toNanos() / 1e3,
                    heard);
        }

        double bareShare() {
            return bare / published;
        }

        double ownShare() {
            return own / ofValves;
        }

        Heard heard(Watched protocol) {
            return heard.getOrDefault(protocol, Heard.of(new Histogram()));
        }
    }
}
