package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.config.Problem;
import dev.sluice.device.DeviceId;
import dev.sluice.simulator.SimulatorConfig.Kind;
import dev.sluice.simulator.SimulatorConfig.SensorConfig;
import dev.sluice.simulator.SimulatorConfig.Simulated;
import dev.sluice.simulator.SimulatorConfig.ValveConfig;
import dev.sluice.simulator.SimulatorConfig.WearableConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorConfigTest {
    private static final Simulated VALVE = new Simulated(new DeviceId("valve-1"), Kind.VALVE, "Simulated valve");
    private static final Simulated PI =
            new Simulated(new DeviceId("pi-1"), Kind.RASPBERRY_PI, "Simulated Raspberry Pi");
    private static final List<Simulated> DEVICES = List.of(
            VALVE,
            PI,
            wearable("wearable-1"),
            wearable("wearable-2"),
            new Simulated(new DeviceId("display-1"), Kind.DISPLAY, "Simulated display"),
            new Simulated(new DeviceId("display-2"), Kind.DISPLAY, "Simulated display"),
            new Simulated(new DeviceId("bookings-1"), Kind.BOOKINGS, "Simulated bookings"),
            new Simulated(new DeviceId("camera-1"), Kind.CAMERA, "Simulated camera"),
            new Simulated(new DeviceId("lighting-1"), Kind.LIGHTING, "Simulated lights"),
            new Simulated(new DeviceId("temperature-1"), Kind.TEMPERATURE, "Simulated temperature sensor"),
            new Simulated(new DeviceId("humidity-1"), Kind.HUMIDITY, "Simulated humidity sensor"),
            new Simulated(new DeviceId("pressure-1"), Kind.PRESSURE, "Simulated barometer"),
            new Simulated(new DeviceId("air-quality-1"), Kind.AIR_QUALITY, "Simulated air quality monitor"),
            new Simulated(new DeviceId("vibration-1"), Kind.VIBRATION, "Simulated vibration monitor"));

    @Test
    void simulatesOneOfEachKindUnlessToldOtherwise() {
        assertThat(read(""))
                .isEqualTo(new SimulatorConfig(
                        1,
                        DEVICES,
                        new ValveConfig(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(8),
                                Duration.ofDays(365),
                                Household.Pattern.LIVELY),
                        Duration.ofSeconds(1),
                        new WearableConfig(Duration.ofSeconds(1), 5),
                        new SensorConfig(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(10))));
    }

    @Test
    void readsEveryKey() {
        assertThat(read("""
                                seed: 7
                                devices:
                                  - {id: cellar, kind: valve, name: Cellar}
                                  - {id: attic, kind: raspberry-pi}
                                  - {id: wrist, kind: wearable}
                                valve: {travel-time: 10s, reboot-time: 3s, battery-life: 30d, pattern: household}
                                raspberry-pi: {interval: 250ms}
                                wearable: {interval: 2s, motion-rate: 50}
                                sensors: {interval: 100ms, alerts: 1h, status-changes: 2m}
                                """))
                .isEqualTo(new SimulatorConfig(
                        7,
                        List.of(
                                new Simulated(new DeviceId("cellar"), Kind.VALVE, "Cellar"),
                                new Simulated(new DeviceId("attic"), Kind.RASPBERRY_PI, "Simulated Raspberry Pi"),
                                wearable("wrist")),
                        new ValveConfig(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(3),
                                Duration.ofDays(30),
                                Household.Pattern.HOUSEHOLD),
                        Duration.ofMillis(250),
                        new WearableConfig(Duration.ofSeconds(2), 50),
                        new SensorConfig(Duration.ofMillis(100), Duration.ofHours(1), Duration.ofMinutes(2))));
    }

    @Test
    void anEmptyListOfDevicesIsNone() {
        assertThat(read("devices: []").devices()).isEmpty();
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        Config config = parse("""
                seed: many
                devices:
                  - {id: a b, kind: valve}
                  - {kind: toaster}
                  - {id: x, name: X}
                  - {id: x, kind: valve}
                valve: {travel-time: 0s, pattern: quiet, colour: red}
                wearable: {interval: 99ms, motion-rate: 51}
                """);
        SimulatorConfig.read(config);

        assertThat(config.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "test.yaml:1: seed: found 'many' (expected: integer 0..2147483647)",
                        "test.yaml:3: devices[0].id: found 'a b' (expected: 1 to 128 characters of A-Z a-z 0-9 . _ : -)",
                        "test.yaml:4: devices[1].kind: found 'toaster' (expected: one of valve, raspberry-pi, wearable, display, bookings, camera, lighting, temperature, humidity, pressure, air-quality, vibration)",
                        "test.yaml:4: devices[1].id: found nothing (expected: the device's id, such as valve-1)",
                        "test.yaml:5: devices[2].kind: found nothing (expected: one of valve, raspberry-pi, wearable, display, bookings, camera, lighting, temperature, humidity, pressure, air-quality, vibration)",
                        "test.yaml:6: devices[3].id: found 'x' a second time (expected: an id of its own for each device)",
                        "test.yaml:7: valve.travel-time: found '0s' (expected: duration 100ms..5m, such as 250ms, 10s, 5m, 1h)",
                        "test.yaml:7: valve.pattern: found 'quiet' (expected: one of lively, household)",
                        "test.yaml:7: valve.colour: found an unknown key (expected: one of battery-life, pattern, reboot-time, travel-time)",
                        "test.yaml:8: wearable.interval: found '99ms' (expected: duration 100ms..1h, such as 250ms, 10s, 5m, 1h)",
                        "test.yaml:8: wearable.motion-rate: found '51' (expected: integer 0..50)");
    }

    private static Simulated wearable(String id) {
        return new Simulated(new DeviceId(id), Kind.WEARABLE, "Simulated wearable");
    }

    private static SimulatorConfig read(String yaml) {
        Config config = parse(yaml);
        SimulatorConfig result = SimulatorConfig.read(config);
        assertThat(config.problems()).isEmpty();
        return result;
    }

    private static Config parse(String yaml) {
        return Config.parse("test.yaml", yaml, Path.of(""), Map.of());
    }
}
