package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadScenarioTest {
    private final LoadScenario scenario = new LoadScenario("pins", "Two pins", "replies", (generator, server) -> {
        throw new AssertionError("nothing is loaded here");
    });

    @Test
    void comparesEachRoundWithItsOwnBaseline() {
        // The machine slows down from round to round, but Sluice costs 1.25 times as much in each.
        List<List<Sample>> rounds = List.of(
                List.of(sample(1000, 10), sample(800, 12.5)),
                List.of(sample(500, 20), sample(400, 25)),
                List.of(sample(250, 40), sample(200, 50)));
        assertThat(scenario.table(List.of("plain Netty", "Sluice"), rounds)).isEqualToNormalizingNewlines("""
                        ### Two pins

                        | server | replies/s | CPU µs each | capacity ÷ baseline | cost ÷ baseline | p50 µs | p99 µs \
                        | server's core | generator's core |
                        |---|---:|---:|---:|---:|---:|---:|---:|---:|
                        | plain Netty | 500 | 20.00 | 1.00 | 1.00 | 5 | 1,250 | 1 % | 50 % |
                        | Sluice | 400 | 25.00 | 0.80 | 1.25 | 5 | 1,250 | 1 % | 50 % |
                        """);
    }

    @Test
    void takesTheMiddleOfAnEvenNumberOfRounds() {
        assertThat(scenario.table(List.of("plain Netty"), List.of(List.of(sample(100, 10)), List.of(sample(200, 20)))))
                .contains("| plain Netty | 150 | 15.00 | 1.00 | 1.00 |");
    }

    private static Sample sample(long perSecond, double cpuMicros) {
        return new Sample(
                perSecond * 2,
                Duration.ofSeconds(2),
                Duration.ofNanos((long) (perSecond * 2 * cpuMicros * 1000)),
                Duration.ofSeconds(1),
                Duration.ofNanos(5_000),
                Duration.ofNanos(1_250_000));
    }
}
