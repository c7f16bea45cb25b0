package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

final class TimesTest {
    private final Times times = new Times(2, 3);

    @Test
    void givesBackTheOldestOfEachConnectionFirst() {
        times.add(0, 10);
        times.add(1, 11);
        times.add(0, 12);
        assertThat(times.removeOldest(0)).isEqualTo(10);
        assertThat(times.removeOldest(0)).isEqualTo(12);
        assertThat(times.removeOldest(1)).isEqualTo(11);
        assertThat(times.isEmpty(0)).isTrue();
    }

    @Test
    void goesRoundAndRound() {
        for (int i = 0; i < 10; i++) {
            times.add(1, i);
            times.add(1, -i);
            assertThat(times.removeOldest(1)).isEqualTo(i);
            assertThat(times.removeOldest(1)).isEqualTo(-i);
        }
    }

    @Test
    void holdsAsManyAsItWasMadeFor() {
        for (int i = 0; i < 3; i++) {
            assertThat(times.isFull(0)).isFalse();
            times.add(0, i);
        }
        assertThat(times.isFull(0)).isTrue();
        assertThat(times.isFull(1)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> times.add(0, 3))
                .withMessage("requests without answer: 4 (expected: at most 3)");
    }

    @Test
    void hasNothingToGiveWhenEmpty() {
        assertThatIllegalStateException()
                .isThrownBy(() -> times.removeOldest(0))
                .withMessage("answers without request: 1 (expected: 0)");
    }
}
