package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void allowsABurstOfTwoSecondsAndThenTheRate() {
        RateLimit rate = new RateLimit(10, 0);
        assertThat(take(rate, 100, 0)).isEqualTo(20);
        assertThat(take(rate, 100, SECOND)).isEqualTo(10);
        assertThat(take(rate, 100, SECOND + SECOND / 10)).isEqualTo(1);
        assertThat(take(rate, 100, 100 * SECOND)).isEqualTo(20);
    }

    @Test
    void letsWhatIsLargerThanTheBucketPassOnceAndThenWaits() {
        RateLimit bytes = new RateLimit(10, 0);
        assertThat(bytes.take(50, 0)).isTrue();
        assertThat(bytes.take(1, 2 * SECOND)).isFalse();
        assertThat(bytes.take(1, 4 * SECOND)).isTrue();
    }

    @Test
    void knowsNoLimitAtZero() {
        assertThat(take(new RateLimit(0, 0), 10_000, 0)).isEqualTo(10_000);
    }

    @Test
    void countsWithAClockThatBeganBelowZero() {
        assertThat(take(new RateLimit(1, Long.MAX_VALUE), 10, Long.MAX_VALUE)).isEqualTo(2);
        RateLimit rate = new RateLimit(1, Long.MAX_VALUE);
        assertThat(take(rate, 10, Long.MAX_VALUE)).isEqualTo(2);
        assertThat(take(rate, 10, Long.MIN_VALUE + SECOND)).isEqualTo(1);
    }

    private static int take(RateLimit rate, int tries, long now) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += rate.take(now) ? 1 : 0;
        }
        return taken;
    }
}
