package dev.sluice.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a sensor measures: quantities that wander about what is usual in a building. Confined to its {@link SimulatedSensor}.
 */
abstract sealed class SensorModel {
    private final Drift main;
    private final Drift other;

    private SensorModel(Drift main, Drift other) {
        this.main = main;
        this.other = other;
    }

    /** The model of a kind of sensor. */
    static SensorModel of(SimulatorConfig.Kind kind, RandomGenerator random) {
        return switch (kind) {
            case TEMPERATURE -> new Temperature(random);
            case HUMIDITY -> new Humidity(random);
            case PRESSURE -> new Pressure(random);
            case AIR_QUALITY -> new AirQuality(random);
            case VIBRATION -> new Vibration(random);
            default -> throw new IllegalArgumentException(kind + " is no sensor");
        };
    }

    /** Lets time pass. */
    final void move(Duration time) {
        main.move(time);
        other.move(time);
    }

    final double main() {
        return main.value();
    }

    final double other() {
        return other.value();
    }

    /** Values by attribute name, the one that alerts are about first. */
    abstract Map<String, Double> measure();

    /** Values of the first attribute that are reason for an alert. */
    abstract Limits limits();

    /** Above these. */
    record Limits(double warning, double critical) {}

    /** Air in a room. */
    private static final class Temperature extends SensorModel {
        Temperature(RandomGenerator random) {
            super(new Drift(random, 1.5, Duration.ofMinutes(10)), new Drift(random, 0.05, Duration.ofSeconds(1)));
        }

        @Override
        Map<String, Double> measure() {
            return Map.of("temperature", 22 + main() + other());
        }

        @Override
        Limits limits() {
            return new Limits(35, 40);
        }
    }

    /** Humidity and the dew point that follows from it (Magnus). */
    private static final class Humidity extends SensorModel {
        Humidity(RandomGenerator random) {
            super(new Drift(random, 4, Duration.ofMinutes(10)), new Drift(random, 0.8, Duration.ofMinutes(20)));
        }

        @Override
        Map<String, Double> measure() {
            double humidity = Math.max(5, Math.min(95, 45 + main()));
            double temperature = 21 + other();
            double gamma = Math.log(humidity / 100) + 17.62 * temperature / (243.12 + temperature);
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("humidity", humidity);
            values.put("dew-point", 243.12 * gamma / (17.62 - gamma));
            return values;
        }

        @Override
        Limits limits() {
            return new Limits(70, 80);
        }
    }

    /** The weather, a hundred metres above the sea. */
    private static final class Pressure extends SensorModel {
        Pressure(RandomGenerator random) {
            super(new Drift(random, 5, Duration.ofHours(6)), new Drift(random, 0.02, Duration.ofMinutes(10)));
        }

        @Override
        Map<String, Double> measure() {
            double pressure = 1003 + main();
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("pressure", pressure);
            values.put("sea-level-pressure", pressure * 1.0119);
            values.put("pressure-trend", other());
            return values;
        }

        @Override
        Limits limits() {
            return new Limits(1050, 1080);
        }
    }

    /** Air in a town; the indices as a rough proportion of the amounts. */
    private static final class AirQuality extends SensorModel {
        AirQuality(RandomGenerator random) {
            super(new Drift(random, 3, Duration.ofMinutes(15)), new Drift(random, 60, Duration.ofMinutes(10)));
        }

        @Override
        Map<String, Double> measure() {
            double pm25 = Math.max(1, 11 + main());
            double pm10 = 1.7 * pm25;
            double o3 = 0.03 + main() * 0.001;
            double no2 = 0.02 + main() * 0.0008;
            double so2 = 0.006 + main() * 0.0003;
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("pm25", pm25);
            values.put("pm10", pm10);
            values.put("co2", Math.max(400, 600 + other()));
            values.put("voc", Math.max(0, 0.25 + other() * 0.001));
            values.put("o3", Math.max(0, o3));
            values.put("no2", Math.max(0, no2));
            values.put("so2", Math.max(0, so2));
            values.put("pm25-aqi", (double) Math.round(pm25 * 4.17));
            values.put("pm10-aqi", (double) Math.round(pm10 * 0.93));
            values.put("o3-aqi", (double) Math.round(Math.max(0, o3) * 926));
            values.put("no2-aqi", (double) Math.round(Math.max(0, no2) * 943));
            values.put("so2-aqi", (double) Math.round(Math.max(0, so2) * 1429));
            values.put("aqi", (double) Math.round(pm25 * 4.17)); // here particles are always the worst
            return values;
        }

        @Override
        Limits limits() {
            return new Limits(35, 55);
        }
    }

    /** A machine that turns about thirty times a second. */
    private static final class Vibration extends SensorModel {
        Vibration(RandomGenerator random) {
            super(new Drift(random, 0.03, Duration.ofMinutes(5)), new Drift(random, 0.1, Duration.ofSeconds(10)));
        }

        @Override
        Map<String, Double> measure() {
            double rms = Math.max(0.05, 0.25 + main());
            double crest = Math.max(1.5, 2.2 + other());
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("vibration-rms", rms);
            values.put("vibration-peak", rms * crest);
            values.put("vibration-crest-factor", crest);
            values.put("sensor-temperature", 38 + 20 * main());
            values.put("dominant-frequency", 29.5 + other());
            values.put("frequency-peak-1", rms * 0.8);
            values.put("frequency-peak-2", rms * 0.4);
            values.put("frequency-peak-3", rms * 0.2);
            values.put("equipment-health-score", Math.max(0, Math.min(100, 100 - 40 * rms)));
            values.put("fault-imbalance", Math.min(1, rms * 0.2));
            values.put("fault-misalignment", Math.min(1, rms * 0.1));
            values.put("fault-bearing", 0.0);
            values.put("fault-looseness", 0.0);
            return values;
        }

        @Override
        Limits limits() {
            return new Limits(0.5, 1);
        }
    }
}
