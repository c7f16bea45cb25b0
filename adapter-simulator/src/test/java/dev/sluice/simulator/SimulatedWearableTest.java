package dev.sluice.simulator;

import static dev.sluice.simulator.Simulation.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SimulatedWearableTest {
    private static final String WATCH = "wearable-1";
    private static final String ONE = "devices: [{id: wearable-1, kind: wearable}]\n";

    private final Simulation world = new Simulation(ONE);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void knowsEveryAttributeOfItsProfileFromTheStart() {
        assertThat(world.device(WATCH).attributes().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        world.device(WATCH).profile().attributes().keySet());
        assertThat(world.value(WATCH, "heart-rate").isIntegralNumber()).isTrue();
        assertThat(world.number(WATCH, "heart-rate")).isBetween(59.0, 65.0);
        for (String attribute : List.of("steps", "distance", "floors-climbed", "step-cadence", "speed")) {
            assertThat(world.number(WATCH, attribute)).as(attribute).isZero();
        }
        assertThat(world.value(WATCH, "acceleration")).isEqualTo(json("[0.0,0.0,0.0]"));
        assertThat(world.value(WATCH, "rotation-rate")).isEqualTo(json("[0.0,0.0,0.0]"));
    }

    @Test
    void measuresEverySecondAndMotionFiveTimesWhileThePersonMoves() {
        world.events.clear();

        world.advance("10S");

        for (String attribute : List.of("heart-rate", "steps", "distance", "step-cadence", "speed")) {
            assertThat(world.reported(WATCH, attribute)).as(attribute).hasSize(10);
        }
        assertThat(world.reported(WATCH, "acceleration")).hasSize(50);
        assertThat(world.reported(WATCH, "rotation-rate")).hasSize(50);
        assertThat(world.reported(WATCH, "floors-climbed")).isEmpty();
        assertThat(world.said(WATCH, Reading.class)).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 12", "3, 36", "7, 84", "50, 600"})
    void measuresMotionAtTheConfiguredRate(int rate, int readings) {
        try (Simulation other = new Simulation(ONE + "wearable: {motion-rate: " + rate + "}")) {
            other.events.clear();
            other.advance("12.001S");

            assertThat(other.reported(WATCH, "acceleration")).hasSize(readings);
            assertThat(other.reported(WATCH, "heart-rate")).hasSize(12);
        }
    }

    @Test
    void measuresTheRestAtTheConfiguredInterval() {
        try (Simulation slow = new Simulation(ONE + "wearable: {interval: 5s, motion-rate: 1}")) {
            slow.events.clear();
            slow.advance("20S");

            assertThat(slow.reported(WATCH, "heart-rate")).hasSize(4);
            assertThat(slow.reported(WATCH, "speed")).hasSize(4);
            assertThat(slow.reported(WATCH, "acceleration")).hasSize(20);
        }
    }

    @Test
    void atRestTheZeroIsToldOnceAndOnlyHeartAndNoiseAreLeft() {
        world.advance("10.5S");
        world.events.clear();

        activity("rest");
        assertThat(world.reported(WATCH, "step-cadence")).containsExactly(json("0.0"));
        assertThat(world.reported(WATCH, "speed")).containsExactly(json("0.0"));
        assertThat(world.reported(WATCH, "steps")).hasSizeLessThanOrEqualTo(1);
        world.events.clear();
        world.advance("19S");

        for (String attribute : List.of("steps", "distance", "step-cadence", "speed", "floors-climbed")) {
            assertThat(world.reported(WATCH, attribute)).as(attribute).isEmpty();
        }
        assertThat(world.reported(WATCH, "heart-rate")).hasSize(19);
        assertThat(world.reported(WATCH, "acceleration")).hasSize(95).allSatisfy(value -> assertThat(largest(value))
                .isLessThan(0.3));
        assertThat(world.reported(WATCH, "rotation-rate")).hasSize(95).allSatisfy(value -> assertThat(largest(value))
                .isLessThan(0.3));
    }

    @ParameterizedTest
    @CsvSource({"walk, 1.8, 1.4, 2.4, 3.6", "run, 2.7, 3.0, 9, 11", "stairs, 1.6, 0.56, 2.8, 4.2"})
    void movesAsTheActivityDemands(String activity, double cadence, double speed, double atLeast, double atMost) {
        activity(activity);
        world.events.clear();
        world.advance("20S");

        assertThat(world.reported(WATCH, "step-cadence"))
                .hasSizeBetween(17, 20) // not the same value twice
                .allSatisfy(value -> assertThat(value.doubleValue()).isCloseTo(cadence, within(0.15 * cadence)));
        assertThat(world.reported(WATCH, "speed"))
                .allSatisfy(value -> assertThat(value.doubleValue()).isCloseTo(speed, within(0.2 * speed)));
        assertThat(world.reported(WATCH, "acceleration").stream()
                        .mapToDouble(SimulatedWearableTest::largest)
                        .max()
                        .orElseThrow())
                .isBetween(atLeast, atMost);
    }

    @Test
    void vectorsAreThreeNumbersOfThreeDecimals() {
        world.advance("2M");

        assertThat(world.reported(WATCH, "acceleration"))
                .allSatisfy(value -> assertThat(value).hasSize(3).allSatisfy(part -> {
                    assertThat(part.isNumber()).isTrue();
                    assertThat(part.decimalValue().scale()).isLessThanOrEqualTo(3);
                }));
    }

    @Test
    void everythingStaysPlausibleAndWhatAccumulatesOnlyGrows() {
        world.events.clear();
        world.advance("1H");

        List<JsonNode> hearts = world.reported(WATCH, "heart-rate");
        assertThat(hearts).hasSize(3600).allSatisfy(value -> {
            assertThat(value.isIntegralNumber()).isTrue();
            assertThat(value.doubleValue()).isBetween(55.0, 160.0);
        });
        assertThat(IntStream.range(1, hearts.size())
                        .map(i -> hearts.get(i).intValue() - hearts.get(i - 1).intValue()))
                .allSatisfy(step -> assertThat(step).isBetween(-12, 12));
        for (String attribute : List.of("steps", "distance", "floors-climbed")) {
            assertThat(world.reported(WATCH, attribute).stream().map(JsonNode::doubleValue))
                    .as(attribute)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .hasSizeGreaterThan(10);
        }
        assertThat(world.reported(WATCH, "floors-climbed").stream().map(JsonNode::intValue))
                .first()
                .isEqualTo(1);
        assertThat(world.reported(WATCH, "steps"))
                .allSatisfy(value -> assertThat(value.isIntegralNumber()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void stepsAndDistanceAreTheIntegralsOfCadenceAndSpeed(int seed) {
        try (Simulation other = new Simulation(ONE + "seed: " + seed + "\nwearable: {motion-rate: 0}")) {
            other.advance("1S"); // the rate of the first second is not known
            double steps = other.number(WATCH, "steps");
            double distance = other.number(WATCH, "distance");
            Instant start = other.scheduler.instant();
            other.advance("30M");

            assertThat(other.number(WATCH, "steps") - steps)
                    .isCloseTo(integral(other, "step-cadence", start), within(3.0));
            assertThat(other.number(WATCH, "distance") - distance)
                    .isCloseTo(integral(other, "speed", start), within(2.0));
        }
    }

    @Test
    void aNewActivityBeginsAtOnceForOnePhase() {
        world.advance("3.3S");
        world.events.clear();
        activity("run");
        assertThat(world.number(WATCH, "step-cadence")).isBetween(2.4, 3.0);
        assertThat(world.said(WATCH, Reading.class)).hasSize(1);

        world.advance("90S");
        assertThat(world.number(WATCH, "step-cadence")).isLessThan(2.3);
        assertThat(world.reported(WATCH, "heart-rate"))
                .anySatisfy(value -> assertThat(value.intValue()).isGreaterThan(135));
    }

    @Test
    void refusesAnActivityItDoesNotKnow() {
        assertThat(world.send(WATCH, "simulate-activity", "{\"activity\":\"swim\"}"))
                .isCompletedWithValue(Outcome.refused(
                        Reason.INVALID, "activity: \"swim\" (expected: one of rest, walk, run, stairs)"));
    }

    @Test
    void thePersonWalksOnWhileTheWatchIsUnavailable() {
        world.advance("2S");
        double before = world.number(WATCH, "steps");
        world.events.clear();

        world.order(WATCH, "simulate-unavailable", "{\"unavailable\":true}");
        world.advance("10S");
        assertThat(world.device(WATCH).status()).isEqualTo(Status.OFFLINE);
        assertThat(world.said(WATCH, Reading.class)).isEmpty();

        world.order(WATCH, "simulate-unavailable", "{\"unavailable\":false}");
        assertThat(world.said(WATCH, Reading.class)).hasSize(1);
        assertThat(world.number(WATCH, "steps")).isGreaterThan(before + 10);
    }

    @Test
    void theSameSeedGivesTheSameHourAndAnotherSeedAnother() {
        assertThat(hour(1)).isEqualTo(hour(1)).isNotEqualTo(hour(2));
    }

    @Test
    void peopleDiffer() {
        try (Simulation two = new Simulation("devices: [{id: a, kind: wearable}, {id: b, kind: wearable}]")) {
            two.advance("5M");
            assertThat(two.reported("a", "speed")).isNotEqualTo(two.reported("b", "speed"));
            assertThat(two.reported("a", "steps")).isNotEqualTo(two.reported("b", "steps"));
        }
    }

    private void activity(String name) {
        world.order(WATCH, "simulate-activity", "{\"activity\":\"" + name + "\"}");
    }

    /** What a listener computes who takes each reported rate to hold until the next. */
    private static double integral(Simulation world, String rate, Instant start) {
        double total = 0;
        double held = 0;
        Instant since = start;
        for (Reading reading : world.said(WATCH, Reading.class)) {
            total += reading.at().isAfter(since) ? held * seconds(since, reading.at()) : 0;
            since = reading.at().isAfter(since) ? reading.at() : since;
            if (reading.changed().containsKey(rate)) {
                held = reading.changed().get(rate).value().doubleValue();
            }
        }
        return total + held * seconds(since, world.scheduler.instant());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static double largest(JsonNode vector) {
        return vector.valueStream()
                .mapToDouble(part -> Math.abs(part.doubleValue()))
                .max()
                .orElseThrow();
    }

    private static List<Reading> hour(int seed) {
        try (Simulation world = new Simulation(ONE + "seed: " + seed)) {
            world.advance("30M");
            world.order(WATCH, "simulate-activity", "{\"activity\":\"stairs\"}");
            world.advance("30M");
            return world.said(WATCH, Reading.class);
        }
    }
}
