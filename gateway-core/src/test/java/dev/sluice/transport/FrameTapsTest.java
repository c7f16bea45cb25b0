package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Text;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameTapsTest {
    private final FrameTaps taps = new FrameTaps();
    private final Peer one = new Peer();
    private final Peer two = new Peer();

    @Test
    void keepsNothingOfASessionThatNobodyHasLookedAt() {
        assertThat(one.tap).isNull();
        SessionFrames first = taps.look("1", Optional.of(one), 0, 0).orElseThrow();
        assertThat(first.first()).isTrue();
        assertThat(first.frames()).isEmpty();
        one.says("{\"n\":1}");
        assertThat(two.tap).isNull();
        SessionFrames second = taps.look("1", Optional.of(one), first.last(), 1).orElseThrow();
        assertThat(second.first()).isFalse();
        assertThat(second.frames()).extracting(SeenFrame::text).containsExactly("{\"n\":1}");
    }

    @Test
    void letsGoOfASessionThatNobodyHasLookedAtForAMinute() {
        taps.look("1", Optional.of(one), 0, 0);
        taps.look("2", Optional.of(two), 0, 5);
        taps.sweep(FrameTaps.PATIENCE_NANOS - 1);
        assertThat(one.tap).isNotNull();
        taps.sweep(FrameTaps.PATIENCE_NANOS);
        assertThat(one.tap).isNull();
        assertThat(two.tap).isNotNull();
    }

    @Test
    void countsOnWhenSomebodyComesBack() {
        taps.look("1", Optional.of(one), 0, 0);
        one.says("{}");
        one.says("{}");
        taps.sweep(FrameTaps.PATIENCE_NANOS);
        assertThat(taps.look("1", Optional.of(one), 2, 0).orElseThrow().first()).isTrue();
        one.says("[]");
        SessionFrames frames = taps.look("1", Optional.of(one), 0, 0).orElseThrow();
        assertThat(frames.frames()).extracting(SeenFrame::number).containsExactly(3L);
        assertThat(frames.missed()).isZero();
    }

    @Test
    void showsWhatWasSaidLastWhenTheSessionHasEnded() {
        taps.look("1", Optional.of(one), 0, 0);
        one.says("{}");
        SessionFrames frames = taps.look("1", Optional.empty(), 0, 0).orElseThrow();
        assertThat(frames.open()).isFalse();
        assertThat(frames.frames()).hasSize(1);
        assertThat(taps.look("2", Optional.empty(), 0, 0)).isEmpty();
        taps.sweep(FrameTaps.PATIENCE_NANOS);
        assertThat(taps.look("1", Optional.empty(), 0, 0)).isEmpty();
    }

    @Test
    void letsGoOfTheOneLookedAtLongestAgoWhenThereAreTooMany() {
        taps.look("1", Optional.of(one), 0, 0);
        taps.look("2", Optional.of(two), 0, 0);
        taps.look("1", Optional.of(one), 0, 0);
        for (int i = 3; i <= 17; i++) {
            taps.look(Integer.toString(i), Optional.of(new Peer()), 0, 0);
        }
        assertThat(two.tap).isNull();
        assertThat(one.tap).isNotNull();
    }

    private static final class Peer implements FrameTaps.Source {
        private @Nullable FrameTap tap;

        @Override
        public InstantSource clock() {
            return () -> Instant.EPOCH;
        }

        @Override
        public void tap(@Nullable FrameTap watching) {
            tap = watching;
        }

        void says(String text) {
            tap.received(Text.of(text));
        }
    }
}
