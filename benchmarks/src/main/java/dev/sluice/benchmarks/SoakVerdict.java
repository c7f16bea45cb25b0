package dev.sluice.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Whether a server that does the same over and over holds more and more. */
final class SoakVerdict {
    /** Fewer say nothing. */
    static final int FEWEST_SAMPLES = 6;

    private static final double TOLERATED = 0.1;
    private static final long MEBIBYTE = 1 << 20;

    private SoakVerdict() {}

    /**
     * What has grown: the last third of the samples, in the median, against the second; the first is warming up.
     *
     * @return a line for each, none if nothing has
     */
    static List<String> growth(List<SoakSample> samples) {
        if (samples.size() < FEWEST_SAMPLES) {
            throw new IllegalArgumentException(
                    "samples: " + samples.size() + " (expected: at least " + FEWEST_SAMPLES + ")");
        }
        int third = samples.size() / 3;
        List<SoakSample> before = samples.subList(samples.size() - 2 * third, samples.size() - third);
        List<SoakSample> after = samples.subList(samples.size() - third, samples.size());
        List<String> growth = new ArrayList<>();
        compare("heap in use, bytes", before, after, SoakSample::heapBytes, MEBIBYTE, growth);
        compare("direct memory, bytes", before, after, SoakSample::directBytes, 4 * MEBIBYTE, growth);
        compare("threads", before, after, SoakSample::threads, 1, growth);
        compare("open files", before, after, SoakSample::files, 4, growth);
        return growth;
    }

    private static void compare(
            String what,
            List<SoakSample> before,
            List<SoakSample> after,
            ToLongFunction<SoakSample> figure,
            long slack,
            List<String> growth) {
        double first = Median.of(before, sample -> (double) figure.applyAsLong(sample));
        double last = Median.of(after, sample -> (double) figure.applyAsLong(sample));
        double most = first + Math.max((double) slack, TOLERATED * first);
        if (last > most) {
            growth.add(
                    String.format("%s: found %,.0f (expected: at most %,.0f, after %,.0f)", what, last, most, first));
        }
    }
}
