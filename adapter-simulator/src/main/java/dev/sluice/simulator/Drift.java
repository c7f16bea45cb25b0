package dev.sluice.simulator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A quantity that wanders around zero and forgets where it was (an Ornstein-Uhlenbeck process): its spread does not
 * depend on how often it is moved. Confined to its owner.
 */
final class Drift {
    private final RandomGenerator random;
    private final double spread;
    private final Duration memory;
    private double value;

    /**
     * A quantity that starts at zero.
     *
     * @param spread its standard deviation
     * @param memory the time in which it forgets all but a third of where it was
     */
    Drift(RandomGenerator random, double spread, Duration memory) {
        this.random = random;
        this.spread = spread;
        this.memory = memory;
    }

    /** Lets time pass. */
    void move(Duration time) {
        double kept = kept(time, memory);
        value = value * kept + spread * Math.sqrt(1 - kept * kept) * random.nextGaussian();
    }

    double value() {
        return value;
    }

    /** What part of a difference is left after {@code time} if it decays with the time constant {@code memory}. */
    static double kept(Duration time, Duration memory) {
        return Math.exp(-(double) time.toMillis() / memory.toMillis());
    }
}
