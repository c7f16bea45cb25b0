package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.testkit.FakeSession;
import dev.sluice.valve.Units.Flow;
import dev.sluice.valve.Units.Pressure;
import dev.sluice.valve.Units.Temperature;
import org.junit.jupiter.api.Test;

/** Values are converted, not only relabelled. */
class UnitsTest {
    @Test
    void leavesAsTheyAreTheUnitsInWhichDevicesReport() {
        assertThat(Flow.MILLILITRES_PER_MINUTE.from(63.621673583984375)).isEqualTo(63.621673583984375);
        assertThat(Temperature.CELSIUS.from(20.4375)).isEqualTo(20.4375);
        assertThat(Pressure.MILLIBAR.from(4418)).isEqualTo(4418);
    }

    @Test
    void convertsFlow() {
        assertThat(Flow.LITRES_PER_MINUTE.from(2500)).isEqualTo(2.5);
        assertThat(Flow.US_GALLONS_PER_MINUTE.from(3785.411784)).isEqualTo(1.0);
        assertThat(Flow.US_GALLONS_PER_MINUTE.from(10_000)).isCloseTo(2.641721, within(1e-6));
    }

    @Test
    void convertsTemperature() {
        assertThat(Temperature.FAHRENHEIT.from(0)).isEqualTo(32);
        assertThat(Temperature.FAHRENHEIT.from(100)).isEqualTo(212);
        assertThat(Temperature.FAHRENHEIT.from(-40)).isEqualTo(-40);
        assertThat(Temperature.FAHRENHEIT.from(20.4375)).isEqualTo(68.7875);
    }

    @Test
    void convertsPressureToWholeNumbers() {
        assertThat(Pressure.POUNDS_PER_SQUARE_INCH.from(4418)).isEqualTo(64);
        assertThat(Pressure.POUNDS_PER_SQUARE_INCH.from(1013)).isEqualTo(15);
        assertThat(Pressure.POUNDS_PER_SQUARE_INCH.from(0)).isZero();
    }

    @Test
    void tellsConfiguredUnitsWithTheValuesToMatch() {
        FakeSession client = Valves.stage("units: {flow: l/min, temperature: F, pressure: psi}")
                .connect();
        client.take();
        assertThat(client.take())
                .isEqualTo("{\"event\":\"telemetry\",\"data\":{\"water_flow\":0.06362167358398438,"
                        + "\"leak_status\":\"No Leaks\",\"status\":[\"OKAY\"],\"water_temp\":68.7875,"
                        + "\"ambient_temp\":69.125,\"abs_pressure\":64,\"battery_level\":\"okay\","
                        + "\"probed_at\":1767225600000,\"units\":{\"water_flow\":\"l/min\",\"water_temp\":\"F\","
                        + "\"ambient_temp\":\"F\",\"abs_pressure\":\"psi\"}}}");
    }

    @Test
    void tellsGallonsWithTheirName() {
        FakeSession client = Valves.stage("units: {flow: gpm}").connect();
        client.take();
        assertThat(client.take()).contains("\"water_flow\":0.0168070680").contains("{\"water_flow\":\"gpm\",");
    }
}
