package dev.sluice.simulator;

import java.util.List;
import java.util.Locale;

/** What a person does in a phase, and what it does to an average person. */
enum Activity {
    REST(62, 0, 0, 0, 0, 0, 20, 45),
    WALK(95, 1.8, 0.78, 0, 3, 1.5, 40, 90),
    RUN(150, 2.7, 1.11, 0, 10, 4, 30, 75),
    STAIRS(125, 1.6, 0.35, 0.08, 3.5, 1.8, 25, 50);

    private final double heartRate;
    private final double cadence;
    private final double stride;
    private final double climb;
    private final double shake;
    private final double twist;
    private final int minSeconds;
    private final int maxSeconds;

    Activity(
            double heartRate,
            double cadence,
            double stride,
            double climb,
            double shake,
            double twist,
            int minSeconds,
            int maxSeconds) {
        this.heartRate = heartRate;
        this.cadence = cadence;
        this.stride = stride;
        this.climb = climb;
        this.shake = shake;
        this.twist = twist;
        this.minSeconds = minSeconds;
        this.maxSeconds = maxSeconds;
    }

    /** Where the heart rate settles, per minute. */
    double heartRate() {
        return heartRate;
    }

    /** Steps per second. */
    double cadence() {
        return cadence;
    }

    /** How far a step leads over the ground, in m. */
    double stride() {
        return stride;
    }

    /** Floors per second. */
    double climb() {
        return climb;
    }

    /** How much the body accelerates with the steps: an amplitude in m/s². */
    double shake() {
        return shake;
    }

    /** How much the body turns with the steps: an amplitude in rad/s. */
    double twist() {
        return twist;
    }

    /** The shortest phase. */
    int minSeconds() {
        return minSeconds;
    }

    /** The longest phase. */
    int maxSeconds() {
        return maxSeconds;
    }

    /** What people do next; what they do more often is there more often. */
    List<Activity> next() {
        return switch (this) {
            case REST -> List.of(WALK, WALK, RUN, STAIRS);
            case WALK -> List.of(RUN, STAIRS, REST);
            case RUN, STAIRS -> List.of(WALK, WALK, REST);
        };
    }

    static Activity named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
