package dev.sluice.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;

/**
 * The water in the pipe and the air around it. The air follows the day; standing water takes the air's temperature within
 * hours, flowing water that of the street within a minute; pressure dips with the flow. Confined to its valve.
 */
final class Pipe {
    private static final double STREET_TEMPERATURE = 11;
    private static final double STANDING_PRESSURE = 4700;

    private final RandomGenerator random;
    private final Drift weather;
    private double water;
    private Instant now;

    Pipe(RandomGenerator random, Instant now) {
        this.random = random;
        this.weather = new Drift(random, 0.4, Duration.ofHours(2));
        this.now = now;
        this.water = ambient() - 2;
    }

    /** Lets time pass, in which {@code flow} ml/min have flown. */
    void advance(Instant to, double flow) {
        Duration time = Duration.between(now, to);
        if (time.isZero()) {
            return;
        }
        now = to;
        weather.move(time);
        double target = flow > 0 ? STREET_TEMPERATURE : ambient();
        Duration memory = flow > 0 ? Duration.ofSeconds(40) : Duration.ofHours(1);
        water = target + (water - target) * Drift.kept(time, memory);
    }

    /** Degrees Celsius in the sensor's steps. */
    double waterTemperature() {
        return sixteenths(water);
    }

    /** Degrees Celsius in the sensor's steps. */
    double ambientTemperature() {
        return sixteenths(ambient());
    }

    /** Absolute pressure in mbar at a flow in ml/min. */
    int pressure(double flow) {
        double dip = 600 * flow / (flow + 8000);
        return (int) Math.round(STANDING_PRESSURE + 60 * swing() - dip + 8 * random.nextGaussian());
    }

    private double ambient() {
        return 20.5 + 1.5 * swing() + weather.value();
    }

    /** From -1 in the small hours to 1 in the afternoon. */
    private double swing() {
        double day = LocalTime.ofInstant(now, ZoneOffset.UTC).toSecondOfDay()
                / (double) Duration.ofDays(1).toSeconds();
        return Math.sin(2 * Math.PI * (day - 0.375));
    }

    private static double sixteenths(double temperature) {
        return Math.round(temperature * 16) / 16.0;
    }
}
