package dev.sluice.simulator;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceId;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the configuration says about the simulator.
 *
 * @param seed where all randomness starts
 * @param valve how the valves behave
 * @param piInterval how often the boards measure
 * @param wearable how the wearables measure
 * @param sensors how the sensors behave
 */
record SimulatorConfig(
        int seed,
        List<Simulated> devices,
        ValveConfig valve,
        Duration piInterval,
        WearableConfig wearable,
        SensorConfig sensors) {
    private static final List<Simulated> DEFAULT_DEVICES = List.of(
            Simulated.of("valve-1", Kind.VALVE),
            Simulated.of("pi-1", Kind.RASPBERRY_PI),
            Simulated.of("wearable-1", Kind.WEARABLE),
            Simulated.of("wearable-2", Kind.WEARABLE),
            Simulated.of("display-1", Kind.DISPLAY),
            Simulated.of("display-2", Kind.DISPLAY),
            Simulated.of("bookings-1", Kind.BOOKINGS),
            Simulated.of("camera-1", Kind.CAMERA),
            Simulated.of("lighting-1", Kind.LIGHTING),
            Simulated.of("temperature-1", Kind.TEMPERATURE),
            Simulated.of("humidity-1", Kind.HUMIDITY),
            Simulated.of("pressure-1", Kind.PRESSURE),
            Simulated.of("air-quality-1", Kind.AIR_QUALITY),
            Simulated.of("vibration-1", Kind.VIBRATION));

    /** What can be simulated; the names are those of the device profiles. */
    enum Kind {
        VALVE("Simulated valve"),
        RASPBERRY_PI("Simulated Raspberry Pi"),
        WEARABLE("Simulated wearable"),
        DISPLAY("Simulated display"),
        BOOKINGS("Simulated bookings"),
        CAMERA("Simulated camera"),
        LIGHTING("Simulated lights"),
        TEMPERATURE("Simulated temperature sensor"),
        HUMIDITY("Simulated humidity sensor"),
        PRESSURE("Simulated barometer"),
        AIR_QUALITY("Simulated air quality monitor"),
        VIBRATION("Simulated vibration monitor");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        private static String all() {
            return Arrays.stream(values())
                    .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", "));
        }
    }

    /** One device to simulate. */
    record Simulated(DeviceId id, Kind kind, String name) {
        private static Simulated of(String id, Kind kind) {
            return new Simulated(new DeviceId(id), kind, kind.title);
        }
    }

    /**
     * How the valves behave.
     *
     * @param travelTime how long the valve takes to open or to close
     * @param rebootTime how long the hub or the valve unit is away when it restarts
     * @param batteryLife how long a full battery lasts
     * @param pattern who uses the water
     */
    record ValveConfig(Duration travelTime, Duration rebootTime, Duration batteryLife, Household.Pattern pattern) {
        private static ValveConfig read(Config config) {
            return new ValveConfig(
                    config.duration(
                            "travel-time", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(5)),
                    config.duration(
                            "reboot-time", Duration.ofSeconds(8), Duration.ofMillis(100), Duration.ofMinutes(5)),
                    config.duration("battery-life", Duration.ofDays(365), Duration.ofMinutes(1), Duration.ofDays(3650)),
                    config.choice("pattern", Household.Pattern.LIVELY));
        }
    }

    /**
     * How the wearables measure.
     *
     * @param interval how often they measure all but motion
     * @param motionRate how often per second they measure motion; 0 is never
     */
    record WearableConfig(Duration interval, int motionRate) {
        /** The time between two measurements of motion; empty if there are none. */
        Optional<Duration> motionPeriod() {
            return motionRate == 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(1).dividedBy(motionRate));
        }

        private static WearableConfig read(Config config) {
            return new WearableConfig(
                    config.duration("interval", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofHours(1)),
                    config.integer("motion-rate", 5, 0, 50));
        }
    }

    /**
     * How the sensors behave.
     *
     * @param interval how often they measure
     * @param alerts how often each raises an alert
     * @param statusChanges how often the status of each changes
     */
    record SensorConfig(Duration interval, Duration alerts, Duration statusChanges) {
        private static SensorConfig read(Config config) {
            return new SensorConfig(
                    config.duration("interval", Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofHours(1)),
                    config.duration("alerts", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofDays(3650)),
                    config.duration(
                            "status-changes", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofDays(3650)));
        }
    }

    SimulatorConfig {
        devices = List.copyOf(devices);
    }

    static SimulatorConfig read(Config config) {
        return new SimulatorConfig(
                config.integer("seed", 1, 0, Integer.MAX_VALUE),
                devices(config),
                ValveConfig.read(config.section("valve")),
                config.section("raspberry-pi")
                        .duration("interval", Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofHours(1)),
                WearableConfig.read(config.section("wearable")),
                SensorConfig.read(config.section("sensors")));
    }

    private static List<Simulated> devices(Config config) {
        List<Config> sections = config.list("devices");
        if (!config.has("devices")) {
            return DEFAULT_DEVICES;
        }
        Set<String> taken = new HashSet<>();
        Set<Simulated> devices = new LinkedHashSet<>();
        for (Config section : sections) {
            device(section, taken).ifPresent(devices::add);
        }
        return List.copyOf(devices);
    }

    private static Optional<Simulated> device(Config section, Set<String> taken) {
        Optional<String> id = section.text("id");
        Kind kind = section.choice("kind", Kind.VALVE);
        String name = section.text("name").orElse(kind.title);
        if (!section.has("kind")) {
            section.reject("kind", "nothing", "one of " + Kind.all());
        }
        if (id.isEmpty()) {
            section.reject("id", "nothing", "the device's id, such as valve-1");
        } else if (!DeviceId.isValid(id.get())) {
            section.reject("id", "'" + id.get() + "'", "1 to 128 characters of A-Z a-z 0-9 . _ : -");
        } else if (!taken.add(id.get())) {
            section.reject("id", "'" + id.get() + "' a second time", "an id of its own for each device");
        } else {
            return Optional.of(new Simulated(new DeviceId(id.get()), kind, name));
        }
        return Optional.empty();
    }
}
