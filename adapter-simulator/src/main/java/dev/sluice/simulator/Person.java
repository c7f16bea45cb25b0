package dev.sluice.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Somebody who walks, runs, climbs stairs and rests in phases of 20 to 90 seconds, beginning with a walk. The phases come
 * from a generator of their own: they do not depend on how often the person is looked at. Steps, way and floors are exact
 * integrals of the cadence, the speed and the climb.
 *
 * <p>Confined to its {@link SimulatedWearable}; time must not go back.
 */
final class Person {
    /** A longer time between two looks is a clock put right or a machine that slept: only its end is lived through. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final Duration EXERTION = Duration.ofSeconds(12);
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private final RandomGenerator plans;
    private final double heartOffset;
    private final double pace;
    private final double legs;
    private final Drift unevenness;
    private final Drift flutter;
    private Activity activity = Activity.WALK;
    private double climb;
    private double heartRate;
    private double steps;
    private double distance;
    private double floors;
    private Instant phaseEnd;
    private Instant now;

    Person(RandomGenerator.SplittableGenerator random, Instant now) {
        this.plans = random.split();
        this.heartOffset = random.nextDouble(-3, 3);
        this.pace = random.nextDouble(0.95, 1.05);
        this.legs = random.nextDouble(0.95, 1.05);
        this.unevenness = new Drift(random, 0.02, Duration.ofSeconds(5));
        this.flutter = new Drift(random, 1.2, Duration.ofSeconds(5));
        this.heartRate = Activity.REST.heartRate() + heartOffset;
        this.phaseEnd = now;
        this.now = now;
        begin(Activity.WALK);
    }

    /** Begins a phase of {@code next} now, whatever was planned. */
    void begin(Activity next) {
        activity = next;
        climb = next.climb() * plans.nextDouble(0.85, 1.2);
        phaseEnd = now.plusSeconds(plans.nextInt(next.minSeconds(), next.maxSeconds() + 1));
    }

    /**
     * Lets time pass.
     *
     * @return whether a phase ended
     */
    boolean advance(Instant to) {
        skipAllBut(to.minus(LONGEST));
        boolean turns = !phaseEnd.isAfter(to);
        while (!phaseEnd.isAfter(to)) {
            live(phaseEnd);
            List<Activity> next = activity.next();
            begin(next.get(plans.nextInt(next.size())));
        }
        live(to);
        return turns;
    }

    private void skipAllBut(Instant from) {
        if (now.isBefore(from)) {
            now = from;
            phaseEnd = phaseEnd.isBefore(from) ? from : phaseEnd;
        }
    }

    private void live(Instant to) {
        Duration time = Duration.between(now, to);
        double seconds = time.toNanos() / 1e9;
        double settled = activity.heartRate() + heartOffset;
        double kept = Drift.kept(time, heartRate < settled ? EXERTION : RECOVERY);
        heartRate = settled + (heartRate - settled) * kept;
        steps += cadence() * seconds;
        distance += speed() * seconds;
        floors += climb * seconds;
        now = to;
    }

    /** Lets cadence and heart rate wander as they do in {@code time}; between two calls they are even. */
    void vary(Duration time) {
        unevenness.move(time);
        flutter.move(time);
    }

    Activity activity() {
        return activity;
    }

    /** When the phase ends; after the time of the last advance. */
    Instant phaseEnd() {
        return phaseEnd;
    }

    /** Beats per minute. */
    long heartRate() {
        return Math.round(heartRate + flutter.value());
    }

    /** Steps per second; exactly zero at rest. */
    double cadence() {
        return activity.cadence() * pace * Math.max(0.8, 1 + unevenness.value());
    }

    /** Speed over the ground in m/s. */
    double speed() {
        return cadence() * activity.stride() * legs;
    }

    /** Steps so far; the fraction is the part of the step that is being taken. */
    double steps() {
        return steps;
    }

    /** The way so far, in m. */
    double distance() {
        return distance;
    }

    /** Floors climbed so far. */
    double floors() {
        return floors;
    }
}
