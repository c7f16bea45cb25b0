package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistogramTest {
    private final Histogram histogram = new Histogram();

    @Test
    void isExactForSmallValues() {
        for (int value = 1; value <= 100; value++) {
            histogram.record(value);
        }
        assertThat(histogram.count()).isEqualTo(100);
        assertThat(histogram.percentile(0.5)).isEqualTo(50);
        assertThat(histogram.percentile(0.99)).isEqualTo(99);
        assertThat(histogram.percentile(1)).isEqualTo(100);
    }

    @Test
    void isAtMostEightPerMilleTooHighAtAnySize() {
        for (long value = 1; value > 0 && value < Long.MAX_VALUE / 3; value = value * 3 + 1) {
            Histogram one = new Histogram();
            one.record(value);
            // Something higher, so that the answer is the bucket's and not the highest value recorded.
            one.record(Long.MAX_VALUE);
            assertThat(one.percentile(0.5)).isBetween(value, value + value / 128);
        }
    }

    @Test
    void neverTellsMoreThanTheHighestValueRecorded() {
        histogram.record(1_000_001);
        assertThat(histogram.percentile(0.5)).isEqualTo(1_000_001);
        assertThat(histogram.percentile(1)).isEqualTo(1_000_001);
    }

    @Test
    void keepsTheTailApartFromTheRest() {
        for (int i = 0; i < 990; i++) {
            histogram.record(1_000);
        }
        for (int i = 0; i < 10; i++) {
            histogram.record(50_000_000);
        }
        assertThat(histogram.percentile(0.99)).isBetween(1_000L, 1_008L);
        assertThat(histogram.percentile(0.991)).isEqualTo(50_000_000);
    }

    @Test
    void takesTheSmallestAndTheLargestValue() {
        histogram.record(0);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.percentile(0.5)).isZero();
        assertThat(histogram.percentile(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isEmptyAtFirstAndAfterClearing() {
        assertThat(histogram.percentile(0.99)).isZero();
        histogram.record(7);
        histogram.clear();
        assertThat(histogram.count()).isZero();
        assertThat(histogram.percentile(1)).isZero();
    }
}
