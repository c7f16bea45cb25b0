package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BeatTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Beat beat = new Beat(Duration.ofMillis(200), START);

    @Test
    void fallsOncePerPeriod() {
        assertThat(beat.falls(START)).isFalse();
        assertThat(beat.falls(START.plusMillis(199))).isFalse();
        assertThat(beat.falls(START.plusMillis(200))).isTrue();
        assertThat(beat.falls(START.plusMillis(200))).isFalse();
        assertThat(beat.next()).isEqualTo(START.plusMillis(400));
    }

    @Test
    void whoComesLateIsInTimeForTheNext() {
        assertThat(beat.falls(START.plusMillis(290))).isTrue();
        assertThat(beat.falls(START.plusMillis(400))).isTrue();
    }

    @Test
    void whatWasMissedAltogetherIsNotMadeUpFor() {
        assertThat(beat.falls(START.plusSeconds(3600))).isTrue();
        assertThat(beat.falls(START.plusSeconds(3600))).isFalse();
        assertThat(beat.next()).isEqualTo(START.plusSeconds(3600).plusMillis(200));
    }
}
