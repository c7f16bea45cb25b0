package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.config.Problem;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.ProtocolProvider;
import dev.sluice.valve.Units.Flow;
import dev.sluice.valve.Units.Pressure;
import dev.sluice.valve.Units.Temperature;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The keys, their defaults, and what is said about values that do not fit. */
class ValveConfigTest {
    @Test
    void hasADefaultForEverything() {
        assertThat(ValveConfig.read(Config.empty(Map.of())))
                .isEqualTo(new ValveConfig(new DeviceId("valve-1"), Units.DEFAULT, false, Limits.DEFAULT));
    }

    @Test
    void readsEveryKey() {
        Config config = config("""
                device: cellar
                units: {flow: gpm, temperature: F, pressure: psi}
                echo-change-state: true
                limits: {messages-per-second: 7}
                """);
        assertThat(ValveConfig.read(config))
                .isEqualTo(new ValveConfig(
                        new DeviceId("cellar"),
                        new Units(Flow.US_GALLONS_PER_MINUTE, Temperature.FAHRENHEIT, Pressure.POUNDS_PER_SQUARE_INCH),
                        true,
                        Limits.DEFAULT.withMessagesPerSecond(7)));
        assertThat(config.problems()).isEmpty();
    }

    @Test
    void tellsAllThatDoesNotFitAtOnce() {
        Config config = config("""
                device: the cellar
                units: {flow: m3/h, temperature: K, pressure: bar}
                echo-change-state: maybe
                echo: true
                """);
        ValveConfig.read(config);
        assertThat(config.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "test:1: device: found 'the cellar' (expected: 1 to 128 characters of A-Z a-z 0-9 . _ : -)",
                        "test:2: units.flow: found 'm3/h' (expected: one of ml/min, l/min, gpm)",
                        "test:2: units.temperature: found 'K' (expected: one of C, F)",
                        "test:2: units.pressure: found 'bar' (expected: one of mbar, psi)",
                        "test:3: echo-change-state: found 'maybe' (expected: true or false)",
                        "test:4: echo: found an unknown key (expected: one of device, echo-change-state, limits, units)");
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ProtocolProvider.class))
                .extracting(ProtocolProvider::name)
                .containsExactly("valve");
    }

    @Test
    void wantsAUserWithAPassword() {
        assertThat(new ValveProvider().logins())
                .containsExactly(new ProtocolProvider.Login(
                        "valve", "sluice", Principal.Role.USER, ProtocolProvider.Kind.PASSWORD, "user", "password"));
    }

    private static Config config(String yaml) {
        return Config.parse("test", yaml, Path.of(""), Map.of());
    }
}
