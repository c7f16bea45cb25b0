package dev.sluice.benchmarks;

import java.time.Duration;

/**
 * What one load measured.
 *
 * @param messages replies, deliveries or handshakes in the measured time
 * @param time how long was measured
 * @param serverCpu CPU time that the server used meanwhile
 * @param generatorCpu CPU time that the generator used meanwhile; if it is close to {@code time}, the rate is the
 *     generator's, not the server's
 * @param median half of the latencies were not longer
 * @param slow 99 % of the latencies were not longer
 */
record Sample(long messages, Duration time, Duration serverCpu, Duration generatorCpu, Duration median, Duration slow) {
    double perSecond() {
        return messages / seconds(time);
    }

    /** CPU microseconds of the server for each message. */
    double cpuMicros() {
        return seconds(serverCpu) * 1e6 / messages;
    }

    /** How much of one core the server had, between 0 and 1 if it is pinned to one. */
    double serverLoad() {
        return seconds(serverCpu) / seconds(time);
    }

    double generatorLoad() {
        return seconds(generatorCpu) / seconds(time);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
