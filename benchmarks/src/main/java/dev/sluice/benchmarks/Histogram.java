package dev.sluice.benchmarks;

import java.util.Arrays;

/**
 * Counts of durations in buckets that grow with the value: exact below {@value #STEPS} ns, above that {@value #STEPS} buckets
 * for each power of two, so that a percentile is never more than 0.8 % too high. Values are not negative. One thread.
 */
final class Histogram {
    private static final int STEP_BITS = 7;
    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[bucket(Long.MAX_VALUE) + 1];
    private long total;
    private long highest;

    void record(long nanos) {
        counts[bucket(nanos)]++;
        total++;
        highest = Math.max(highest, nanos);
    }

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
        highest = 0;
    }

    long count() {
        return total;
    }

    /** The greatest value recorded, exactly; 0 if there is none. */
    long max() {
        return highest;
    }

    /**
     * A value that the given share of what was recorded does not exceed; 0 if nothing was recorded.
     *
     * @param share between 0 and 1
     */
    long percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return Math.min(highestIn(bucket), highest);
            }
        }
        return highest;
    }

    private static int bucket(long value) {
        if (value < STEPS) {
            return (int) value;
        }
        int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
        return (doublings + 1) * STEPS + (int) (value >>> doublings) - STEPS;
    }

    private static long highestIn(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int doublings = bucket / STEPS - 1;
        long step = bucket % STEPS + (long) STEPS;
        return (step << doublings) + (1L << doublings) - 1;
    }
}
