package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SoakVerdictTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void isContentWithAServerThatStaysAsItIs() {
        assertThat(SoakVerdict.growth(samples(i -> new SoakSample(20 * MEBIBYTE, 16 * MEBIBYTE, 20, 30, 0))))
                .isEmpty();
    }

    @Test
    void forgivesWhatGrowsOnlyWhileTheServerWarmsUp() {
        assertThat(SoakVerdict.growth(samples(i -> sample(Math.min(i, 3) * 10 * MEBIBYTE, 20, 30))))
                .isEmpty();
    }

    @Test
    void forgivesASingleSampleThatIsOff() {
        assertThat(SoakVerdict.growth(samples(i -> sample(20 * MEBIBYTE, i == 10 ? 90 : 20, 30))))
                .isEmpty();
    }

    @Test
    void namesWhatGrows() {
        assertThat(SoakVerdict.growth(samples(i -> sample((20 + 2 * i) * MEBIBYTE, 20, 30))))
                .singleElement()
                .asString()
                .startsWith("heap in use, bytes: found ");
        assertThat(SoakVerdict.growth(samples(i -> new SoakSample(0, i * 3 * MEBIBYTE, 20, 30, 0))))
                .singleElement()
                .asString()
                .startsWith("direct memory, bytes: found ");
        assertThat(SoakVerdict.growth(samples(i -> sample(20 * MEBIBYTE, 20 + i, 30 + 3 * i))))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("threads", "open files");
    }

    @Test
    void saysNothingOfTooFewSamples() {
        assertThatThrownBy(() -> SoakVerdict.growth(List.of(sample(1, 1, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("samples: 1");
    }

    private static SoakSample sample(long heap, long threads, long files) {
        return new SoakSample(heap, 16 * MEBIBYTE, threads, files, 0);
    }

    private static List<SoakSample> samples(LongFunction<SoakSample> each) {
        return LongStream.range(0, 12).mapToObj(each).toList();
    }
}
