package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class BenchmarksTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void refusesAScenarioThatThereIsNot() {
        assertThat(run("--scenario", "pins,speed")).isEqualTo(1);
        assertThat(errors)
                .hasToString("benchmarks: --scenario: 'speed' (expected: one of pins, pins-pipelined,"
                        + " pins-paced, pins-tls, fan-out, fan-out-8, fan-out-32, fan-out-deflate, fan-out-deflate-8, telemetry,"
                        + " telemetry-fan-out, churn, exec, notify, notify-8, notify-32, slow-readers, idle, idle-tls, crowd, submit, replay, mqtt)"
                        + System.lineSeparator());
    }

    @Test
    void refusesRoundsAndSecondsWithoutBound() {
        assertThat(run("--rounds", "101")).isEqualTo(1);
        assertThat(run("--seconds", "0")).isEqualTo(1);
        assertThat(errors.toString().lines())
                .containsExactly(
                        "benchmarks: --rounds: 101 (expected: 1..100)", "benchmarks: --seconds: 0 (expected: 1..600)");
    }

    private int run(String... args) {
        return Benchmarks.commandLine().setErr(new PrintWriter(errors)).execute(args);
    }
}
