package dev.sluice.simulator;

import static dev.sluice.simulator.Simulation.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SimulatedPiTest {
    private static final String PI = "pi-1";
    private static final String LOW = "{\"io\":\"INPUT\",\"state\":0.0,\"pull\":\"FLOATING\"}";
    private static final String PULLED_UP = "{\"io\":\"INPUT\",\"state\":1.0,\"pull\":\"UP\"}";

    private final Simulation world = new Simulation(Simulation.QUIET);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void knowsEveryAttributeOfItsProfileFromTheStart() {
        assertThat(world.device(PI).attributes().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        world.device(PI).profile().attributes().keySet());
    }

    @Test
    void measuresEverySecond() {
        world.events.clear();

        world.advance("5S");

        assertThat(world.reported(PI, "uptime"))
                .containsExactly(json("1.0"), json("2.0"), json("3.0"), json("4.0"), json("5.0"));
        assertThat(world.reported(PI, "os-name")).isEmpty();
    }

    @Test
    void measuresAtTheConfiguredInterval() {
        try (Simulation slow = new Simulation("raspberry-pi: {interval: 1m}")) {
            slow.events.clear();
            slow.advance("3M");
            assertThat(slow.reported(PI, "uptime")).containsExactly(json("60.0"), json("120.0"), json("180.0"));
        }
    }

    @Test
    void measuresPlausibleValues() {
        world.events.clear();
        world.advance("2H");

        List<JsonNode> temperatures = world.reported(PI, "soc-temperature");
        assertThat(temperatures).hasSizeGreaterThan(7000).allSatisfy(value -> assertThat(value.doubleValue())
                .isBetween(42.0, 67.0));
        assertThat(IntStream.range(1, temperatures.size())
                        .mapToDouble(i -> temperatures.get(i).doubleValue()
                                - temperatures.get(i - 1).doubleValue()))
                .allSatisfy(step -> assertThat(step).isBetween(-8.0, 8.0));
        assertThat(world.reported(PI, "arm-frequency"))
                .contains(json("1500345728.0"), json("600117184.0"))
                .hasSizeGreaterThan(2);
        assertThat(world.reported(PI, "memory-free"))
                .allSatisfy(value -> assertThat(value.doubleValue()).isBetween(1_500_000.0, 3_200_000.0));
        assertThat(world.number(PI, "memory-available")).isGreaterThan(world.number(PI, "memory-free"));
        assertThat(world.number(PI, "memory-available")).isLessThan(world.number(PI, "memory-total"));
        assertThat(world.reported(PI, "throttled")).isEmpty();
    }

    @Test
    void pinsStartAsInputsAndOnlyTheTwoBusPinsArePulledUp() {
        assertThat(MockPins.NAMES).hasSize(25).doesNotContain("GPIO8").allSatisfy(pin -> {
            boolean bus = pin.equals("GPIO2") || pin.equals("GPIO3");
            assertThat(world.value(PI, pin)).isEqualTo(json(bus ? PULLED_UP : LOW));
        });
    }

    @Test
    void pinStatesAreWrittenAsFloatingPointNumbers() {
        world.order(PI, "configure-pins", "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1}}}");

        assertThat(world.value(PI, "GPIO4")).hasToString("{\"io\":\"OUTPUT\",\"state\":1.0,\"pull\":\"FLOATING\"}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "0.0, 0.0", "-0.0, 0.0", "1, 1.0", "0.5, 1.0", "-3, 1.0", "1e300, 1.0"})
    void anythingButZeroIsHigh(String state, String level) {
        world.order(PI, "configure-pins", "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":" + state + "}}}");

        assertThat(world.value(PI, "GPIO4").get("state")).hasToString(level);
    }

    @Test
    void aNumberBeyondAllMeasureIsHighToo() {
        configure("GPIO4", "{\"io\":\"OUTPUT\",\"state\":1" + "0".repeat(399) + "}");

        assertThat(world.value(PI, "GPIO4").get("state")).hasToString("1.0");
    }

    @Test
    void anInputReadsWhatItsPullSaysAndFloatsAtTheLastLevel() {
        configure("GPIO17", "{\"io\":\"INPUT\",\"pull\":\"UP\"}");
        assertThat(world.value(PI, "GPIO17")).isEqualTo(json(PULLED_UP));

        configure("GPIO17", "{\"io\":\"INPUT\",\"pull\":\"FLOATING\"}");
        assertThat(world.value(PI, "GPIO17")).isEqualTo(json(PULLED_UP.replace("UP", "FLOATING")));

        configure("GPIO17", "{\"io\":\"INPUT\",\"pull\":\"DOWN\",\"state\":7}");
        assertThat(world.value(PI, "GPIO17")).isEqualTo(json(LOW.replace("FLOATING", "DOWN")));
    }

    @Test
    void anOutputKeepsThePullItHadAsAnInput() {
        configure("GPIO17", "{\"io\":\"INPUT\",\"pull\":\"UP\"}");

        configure("GPIO17", "{\"io\":\"OUTPUT\",\"state\":0,\"pull\":\"DOWN\"}");

        assertThat(world.value(PI, "GPIO17")).isEqualTo(json("{\"io\":\"OUTPUT\",\"state\":0.0,\"pull\":\"UP\"}"));
    }

    @Test
    void theBusPinsAcceptOnlyUpAsInputs() {
        for (String pull : List.of("DOWN", "FLOATING")) {
            assertThat(world.send(
                            PI,
                            "configure-pins",
                            "{\"pins\":{\"GPIO3\":{\"io\":\"INPUT\",\"pull\":\"" + pull + "\"}}}"))
                    .isCompletedWithValue(Outcome.refused(
                            Reason.INVALID,
                            "pi-1: GPIO3: pull " + pull + " (expected: UP, which the board itself does to this pin)"));
        }
        configure("GPIO3", "{\"io\":\"OUTPUT\",\"state\":0}");
        assertThat(world.value(PI, "GPIO3").get("state")).hasToString("0.0");
        configure("GPIO3", "{\"io\":\"INPUT\",\"pull\":\"UP\"}");
        assertThat(world.value(PI, "GPIO3")).isEqualTo(json(PULLED_UP));
    }

    @Test
    void pinsOfOneCommandAreOneReading() {
        world.events.clear();

        world.order(
                PI,
                "configure-pins",
                "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1},\"GPIO2\":{\"io\":\"OUTPUT\",\"state\":0},"
                        + "\"GPIO5\":{\"io\":\"INPUT\",\"pull\":\"FLOATING\"}}}");

        assertThat(world.said(PI, Reading.class)).singleElement().satisfies(reading -> assertThat(reading.changed())
                .containsOnlyKeys("GPIO4", "GPIO2"));
    }

    @Test
    void stopsAtTheFirstPinThatCannotBeSetAndKeepsThoseBefore() {
        world.events.clear();

        assertThat(world.send(
                        PI,
                        "configure-pins",
                        "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1},\"GPIO5\":{\"io\":\"OUTPUT\"},"
                                + "\"GPIO6\":{\"io\":\"OUTPUT\",\"state\":1}}}"))
                .isCompletedWithValue(Outcome.refused(
                        Reason.INVALID,
                        "pi-1: GPIO5: state missing (expected: a number, 0 for low, any other for high)"));

        assertThat(world.said(PI, Reading.class)).singleElement().satisfies(reading -> assertThat(reading.changed())
                .containsOnlyKeys("GPIO4"));
        assertThat(world.value(PI, "GPIO6")).isEqualTo(json(LOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"GPIO4\":{\"io\":\"input\"}} | GPIO4: io \"input\" (expected: INPUT or OUTPUT)",
                "{\"GPIO4\":{}} | GPIO4: io missing (expected: INPUT or OUTPUT)",
                "{\"GPIO4\":7} | GPIO4: io missing (expected: INPUT or OUTPUT)",
                "{\"GPIO4\":{\"io\":\"INPUT\"}} | GPIO4: pull missing (expected: FLOATING, UP or DOWN)",
                "{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":1}} | GPIO4: pull 1 (expected: FLOATING, UP or DOWN)",
                "{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":\"1\"}} | GPIO4: state \"1\" (expected: a number, 0 for low, any other for high)",
                "{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":null}} | GPIO4: state null (expected: a number, 0 for low, any other for high)",
            })
    void refusesWhatIsNoPinConfiguration(String pins, String problem) {
        assertThat(world.send(PI, "configure-pins", "{\"pins\":" + pins + "}"))
                .isCompletedWithValue(Outcome.refused(Reason.INVALID, "pi-1: " + problem));
    }

    @Test
    void refusesAPinTheBoardLacks() {
        Outcome outcome = world.send(PI, "configure-pins", "{\"pins\":{\"GPIO8\":{\"io\":\"OUTPUT\",\"state\":1}}}")
                .join();

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.INVALID);
            assertThat(refused.detail()).startsWith("pi-1: GPIO8: no such pin (expected one of: GPIO2, GPIO3, GPIO4");
        });
    }

    @Test
    void underVoltageThrottlesAndLeavesItsTrace() {
        world.order(PI, "simulate-under-voltage", "{\"on\":true}");
        assertThat(world.value(PI, "throttled")).isEqualTo(json("" + 0x50005));
        assertThat(world.number(PI, "arm-frequency")).isEqualTo(600_117_184);

        world.order(PI, "simulate-under-voltage", "{\"on\":false}");
        assertThat(world.value(PI, "throttled")).isEqualTo(json("" + 0x50000));
    }

    @Test
    void heatCapsTheClockAndThenThrottles() {
        world.order(PI, "simulate-temperature", "{\"celsius\":81.25}");
        assertThat(world.number(PI, "soc-temperature")).isEqualTo(81.25);
        assertThat(world.value(PI, "throttled")).isEqualTo(json("" + 0x20002));

        world.order(PI, "simulate-temperature", "{\"celsius\":90}");
        assertThat(world.value(PI, "throttled")).isEqualTo(json("" + 0x60006));

        world.order(PI, "simulate-temperature", "{}");
        assertThat(world.number(PI, "soc-temperature")).isLessThan(70);
        assertThat(world.value(PI, "throttled")).isEqualTo(json("" + 0x60000));
    }

    @ParameterizedTest
    @CsvSource({
        "soc-temperature",
        "throttled",
        "uptime",
        "arm-frequency",
        "core-frequency",
        "memory-total",
        "memory-free",
        "memory-available",
        "machine-type",
        "network-name",
        "os-name",
        "os-release",
        "os-version"
    })
    void whatCannotBeMeasuredIsAbsent(String sensor) {
        world.events.clear();

        fail(sensor, true);
        assertThat(world.device(PI).value(sensor)).isEmpty();
        world.advance("3S");
        assertThat(world.device(PI).value(sensor)).isEmpty();
        assertThat(world.reported(PI, sensor)).containsExactly(json("null"));

        fail(sensor, false);
        assertThat(world.device(PI).value(sensor)).isPresent();
    }

    private void configure(String pin, String configuration) {
        world.order(PI, "configure-pins", "{\"pins\":{\"" + pin + "\":" + configuration + "}}");
    }

    private void fail(String sensor, boolean failed) {
        world.order(PI, "simulate-sensor-fault", "{\"sensor\":\"" + sensor + "\",\"failed\":" + failed + "}");
    }
}
