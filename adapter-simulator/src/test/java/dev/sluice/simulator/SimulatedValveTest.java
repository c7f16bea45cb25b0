package dev.sluice.simulator;

import static dev.sluice.simulator.Simulation.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedValveTest {
    private static final String VALVE = "valve-1";

    private final Simulation world = new Simulation(Simulation.QUIET);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void opensAndClosesWithinTheTravelTime() {
        world.order(VALVE, "set-valve", "{\"position\":\"closed\"}");
        assertThat(world.text(VALVE, "valve")).isEqualTo("closing");

        world.advance("4.999S");
        assertThat(world.text(VALVE, "valve")).isEqualTo("closing");
        world.advance("0.001S");
        assertThat(world.text(VALVE, "valve")).isEqualTo("closed");

        world.order(VALVE, "set-valve", "{\"position\":\"open\"}");
        assertThat(world.text(VALVE, "valve")).isEqualTo("opening");
        world.advance("5S");
        assertThat(world.text(VALVE, "valve")).isEqualTo("open");
    }

    @Test
    void theLastOrderWinsWithAFreshTravel() {
        world.order(VALVE, "set-valve", "{\"position\":\"closed\"}");
        world.advance("3S");
        world.events.clear();

        world.order(VALVE, "set-valve", "{\"position\":\"open\"}");
        world.advance("4.999S");
        assertThat(world.text(VALVE, "valve")).isEqualTo("opening");
        world.advance("10S");

        assertThat(world.reported(VALVE, "valve")).containsExactly(json("\"opening\""), json("\"open\""));
    }

    @Test
    void anOrderToGoWhereItIsChangesNothing() {
        world.events.clear();

        world.order(VALVE, "set-valve", "{\"position\":\"open\"}");
        world.advance("10S");

        assertThat(world.said(VALVE, Reading.class)).isEmpty();
    }

    @Test
    void theSameOrderWhileMovingDoesNotStartAgain() {
        world.order(VALVE, "set-valve", "{\"position\":\"closed\"}");
        world.advance("3S");
        world.order(VALVE, "set-valve", "{\"position\":\"closed\"}");
        world.advance("2S");

        assertThat(world.text(VALVE, "valve")).isEqualTo("closed");
    }

    @Test
    void travelTimeIsConfigurable() {
        try (Simulation slow = new Simulation("valve: {travel-time: 30s}")) {
            slow.order(VALVE, "set-valve", "{\"position\":\"closed\"}");
            slow.advance("29S");
            assertThat(slow.text(VALVE, "valve")).isEqualTo("closing");
            slow.advance("1S");
            assertThat(slow.text(VALVE, "valve")).isEqualTo("closed");
        }
    }

    @Test
    void flowFallsWhileTheValveClosesAndStopsWhenItIsClosed() {
        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":3000}");
        world.events.clear();

        world.order(VALVE, "set-valve", "{\"position\":\"closed\"}");
        world.advance("2M");

        assertThat(world.reported(VALVE, "water-flow"))
                .containsExactly(
                        json("2400.0"), json("1800.0"), json("1200.0"), json("600.0"), json("0.0"), json("0.0"));
    }

    @Test
    void telemetryComesEverySecondWhileWaterFlowsAndEveryMinuteOtherwise() {
        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":1200.5}");
        world.events.clear();

        world.advance("10S");
        assertThat(world.reported(VALVE, "water-flow")).hasSize(10).containsOnly(json("1200.5"));

        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":0}");
        world.events.clear();
        world.advance("3M");
        assertThat(world.said(VALVE, Reading.class)).hasSize(3).allSatisfy(reading -> assertThat(reading.changed())
                .containsOnlyKeys(
                        "water-flow",
                        "water-temperature",
                        "ambient-temperature",
                        "pressure",
                        "leak",
                        "faults",
                        "battery"));
    }

    @Test
    void startAndEndOfAFlowAreReportedAtOnce() {
        world.events.clear();
        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":1000}");
        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":0}");

        assertThat(world.reported(VALVE, "water-flow")).containsExactly(json("1000.0"), json("0.0"));
    }

    @Test
    void aStateChangeIsReportedAtOnceAndAlone() {
        world.events.clear();

        world.order(VALVE, "set-siren", "{\"on\":true}");
        world.order(VALVE, "set-led-brightness", "{\"percent\":7}");

        List<Reading> readings = world.said(VALVE, Reading.class);
        assertThat(readings).hasSize(2);
        assertThat(readings.get(0).changed()).containsOnlyKeys("siren");
        assertThat(readings.get(1).changed()).containsOnlyKeys("led-brightness");
        assertThat(world.value(VALVE, "siren")).isEqualTo(json("true"));
        assertThat(world.value(VALVE, "led-brightness")).isEqualTo(json("7"));
    }

    @Test
    void temperaturesComeInSixteenthsAndPressureInWholeMillibars() {
        try (Simulation lively = new Simulation(Simulation.VALVE)) {
            lively.advance("6H");

            assertThat(lively.reported(VALVE, "water-temperature"))
                    .hasSizeGreaterThan(400)
                    .allSatisfy(value ->
                            assertThat(value.doubleValue() * 16).isEqualTo(Math.rint(value.doubleValue() * 16)))
                    .allSatisfy(value -> assertThat(value.doubleValue()).isBetween(10.0, 24.0));
            assertThat(lively.reported(VALVE, "ambient-temperature"))
                    .allSatisfy(value ->
                            assertThat(value.doubleValue() * 16).isEqualTo(Math.rint(value.doubleValue() * 16)))
                    .allSatisfy(value -> assertThat(value.doubleValue()).isBetween(16.0, 25.0));
            assertThat(lively.reported(VALVE, "pressure"))
                    .allSatisfy(value -> assertThat(value.isIntegralNumber()).isTrue())
                    .allSatisfy(value -> assertThat(value.intValue()).isBetween(4000, 4900));
        }
    }

    @Test
    void waterGetsColderAndPressureDipsWhileWaterFlows() {
        double warm = world.number(VALVE, "water-temperature");
        double standing = world.number(VALVE, "pressure");

        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":8000}");
        world.advance("2M");

        assertThat(world.number(VALVE, "water-temperature")).isLessThan(warm - 3);
        assertThat(world.number(VALVE, "pressure")).isLessThan(standing - 200);
    }

    @Test
    void rebootingTheValveCutsTheRadioForAWhile() {
        world.order(VALVE, "reboot", "{\"part\":\"valve\"}");
        assertThat(world.text(VALVE, "radio")).isEqualTo("disconnected");
        assertThat(world.send(VALVE, "set-valve", "{\"position\":\"closed\"}")).isCompletedWithValue(noLink());

        world.advance("8S");

        assertThat(world.text(VALVE, "radio")).isEqualTo("connected");
        world.order(VALVE, "set-valve", "{\"position\":\"closed\"}");
    }

    @Test
    void rebootingTheHubTakesTheDeviceIntoMaintenanceForAWhile() {
        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":1000}");
        Instant start = world.scheduler.instant();
        world.events.clear();

        world.order(VALVE, "reboot", "{\"part\":\"hub\"}");
        assertThat(world.send(VALVE, "set-siren", "{\"on\":true}"))
                .isCompletedWithValue(Outcome.refused(
                        Reason.UNAVAILABLE, "device valve-1 is unavailable: maintenance (expected: online)"));
        world.advance("7.999S");
        assertThat(world.device(VALVE).status()).isEqualTo(Status.MAINTENANCE);
        assertThat(world.said(VALVE, Reading.class)).isEmpty();
        world.advance("0.001S");

        assertThat(world.said(VALVE, StatusChange.class))
                .containsExactly(
                        new StatusChange(world.device(VALVE).id(), Status.ONLINE, Status.MAINTENANCE, "reboot", start),
                        new StatusChange(
                                world.device(VALVE).id(),
                                Status.MAINTENANCE,
                                Status.ONLINE,
                                "back",
                                start.plusSeconds(8)));
        assertThat(world.said(VALVE, Reading.class)).hasSize(1);
        world.order(VALVE, "set-siren", "{\"on\":true}");
    }

    @Test
    void aLeakIsReportedWithAnAlertAndRunsUntilTheValveIsClosed() {
        world.events.clear();

        world.order(VALVE, "simulate-leak", "{\"size\":\"small\"}");

        assertThat(world.text(VALVE, "leak")).isEqualTo("small");
        assertThat(world.number(VALVE, "water-flow")).isBetween(50.0, 70.0);
        assertThat(world.said(VALVE, Alert.class)).singleElement().satisfies(alert -> {
            assertThat(alert.id()).isEqualTo(1);
            assertThat(alert.severity()).isEqualTo(Severity.WARNING);
            assertThat(alert.type()).isEqualTo("anomaly");
            assertThat(alert.title()).isEqualTo("Small leak");
            assertThat(alert.metadata())
                    .isEqualTo(json("{\"size\":\"small\",\"attribute\":\"water-flow\",\"unit\":\"ml/min\","
                            + "\"threshold-value\":0,\"actual-value\":60}"));
        });

        world.order(VALVE, "set-valve", "{\"position\":\"closed\"}");
        world.advance("5S");
        assertThat(world.number(VALVE, "water-flow")).isZero();
        assertThat(world.text(VALVE, "leak")).isEqualTo("small");
    }

    @Test
    void aGrowingLeakIsAnotherAlertAndItsEndIsNone() {
        world.order(VALVE, "simulate-leak", "{\"size\":\"small\"}");
        world.order(VALVE, "simulate-leak", "{\"size\":\"small\"}");
        world.order(VALVE, "simulate-leak", "{\"size\":\"major\"}");
        world.order(VALVE, "simulate-leak", "{\"size\":\"none\"}");

        assertThat(world.said(VALVE, Alert.class))
                .extracting(Alert::id, Alert::severity, Alert::title)
                .containsExactly(tuple(1L, Severity.WARNING, "Small leak"), tuple(2L, Severity.CRITICAL, "Major leak"));
        assertThat(world.text(VALVE, "leak")).isEqualTo("none");
        assertThat(world.number(VALVE, "water-flow")).isZero();
    }

    @Test
    void aFailedSensorKeepsItsLastValueAndIsNamed() {
        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":500}");
        world.order(VALVE, "simulate-sensor-fault", "{\"sensor\":\"water-flow\",\"failed\":true}");
        world.order(VALVE, "simulate-sensor-fault", "{\"sensor\":\"battery\",\"failed\":true}");
        assertThat(world.value(VALVE, "faults")).isEqualTo(json("[\"battery\",\"water-flow\"]"));
        world.events.clear();

        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":900}");
        world.order(VALVE, "simulate-battery", "{\"level\":\"critical\"}");
        world.advance("3S");

        assertThat(world.reported(VALVE, "water-flow")).isEmpty();
        assertThat(world.reported(VALVE, "pressure")).hasSize(3);
        assertThat(world.number(VALVE, "water-flow")).isEqualTo(500.0);
        assertThat(world.text(VALVE, "battery")).isEqualTo("okay");

        world.order(VALVE, "simulate-sensor-fault", "{\"sensor\":\"water-flow\",\"failed\":false}");
        world.order(VALVE, "simulate-sensor-fault", "{\"sensor\":\"battery\",\"failed\":false}");
        world.advance("1S");
        assertThat(world.value(VALVE, "faults")).isEqualTo(json("[]"));
        assertThat(world.number(VALVE, "water-flow")).isEqualTo(900.0);
        assertThat(world.text(VALVE, "battery")).isEqualTo("critical");
    }

    @Test
    void theBatteryFallsSlowly() {
        try (Simulation brief = new Simulation(Simulation.VALVE + "valve: {battery-life: 100h, pattern: household}")) {
            brief.advance("69H");
            assertThat(brief.text(VALVE, "battery")).isEqualTo("okay");
            brief.advance("2H");
            assertThat(brief.text(VALVE, "battery")).isEqualTo("low");
            brief.advance("15H");
            assertThat(brief.text(VALVE, "battery")).isEqualTo("critical");
        }
    }

    @Test
    void theBatteryCanBeSet() {
        for (String level : List.of("low", "critical", "none", "okay")) {
            world.events.clear();
            world.order(VALVE, "simulate-battery", "{\"level\":\"" + level + "\"}");

            assertThat(world.reported(VALVE, "battery")).containsExactly(json("\"" + level + "\""));
        }
    }

    @Test
    void withoutRadioChangesAreRefusedAndOnlyTheHubGivesSignsOfLife() {
        world.order(VALVE, "simulate-flow", "{\"ml-per-min\":500}");
        world.order(VALVE, "simulate-radio", "{\"connected\":false}");
        assertThat(world.text(VALVE, "radio")).isEqualTo("disconnected");
        for (String command : List.of(
                "set-valve {\"position\":\"closed\"}",
                "set-siren {\"on\":true}",
                "set-led-brightness {\"percent\":1}",
                "reboot {\"part\":\"valve\"}")) {
            String[] parts = command.split(" ", 2);
            assertThat(world.send(VALVE, parts[0], parts[1])).isCompletedWithValue(noLink());
        }
        world.events.clear();

        world.order(VALVE, "simulate-leak", "{\"size\":\"major\"}");
        world.advance("2M");
        assertThat(world.said(VALVE, Alert.class)).isEmpty();
        assertThat(world.said(VALVE, Reading.class)).hasSize(2).allSatisfy(reading -> assertThat(reading.changed())
                .containsOnlyKeys("radio"));

        world.order(VALVE, "simulate-radio", "{\"connected\":true}");
        assertThat(world.text(VALVE, "leak")).isEqualTo("major");
        assertThat(world.said(VALVE, Alert.class)).hasSize(1);
        assertThat(world.reported(VALVE, "water-flow")).containsExactly(json("500.0"));
    }

    @Test
    void anOrderGivenBeforeTheRadioWasLostIsCarriedOut() {
        world.order(VALVE, "set-valve", "{\"position\":\"closed\"}");
        world.order(VALVE, "simulate-radio", "{\"connected\":false}");
        world.advance("10S");
        assertThat(world.text(VALVE, "valve")).isEqualTo("closing");

        world.order(VALVE, "simulate-radio", "{\"connected\":true}");

        assertThat(world.text(VALVE, "valve")).isEqualTo("closed");
    }

    @Test
    void withoutARateTheFlowFollowsThePatternAgain() {
        try (Simulation lively = new Simulation(Simulation.VALVE)) {
            lively.order(VALVE, "simulate-flow", "{\"ml-per-min\":0}");
            lively.advance("10M");
            assertThat(lively.reported(VALVE, "water-flow")).containsOnly(json("0.0"));

            lively.order(VALVE, "simulate-flow", "{}");
            lively.advance("2M");
            assertThat(lively.reported(VALVE, "water-flow"))
                    .anySatisfy(value -> assertThat(value.doubleValue()).isPositive());
        }
    }

    @Test
    void telemetryIsNeverMoreThanAMinuteApart() {
        try (Simulation lively = new Simulation(Simulation.VALVE)) {
            lively.advance("24H");

            List<Instant> times = lively.said(VALVE, Reading.class).stream()
                    .filter(reading -> reading.changed().containsKey("water-flow"))
                    .map(Reading::at)
                    .toList();
            for (int i = 1; i < times.size(); i++) {
                assertThat(Duration.between(times.get(i - 1), times.get(i)))
                        .isBetween(Duration.ofMillis(1), Duration.ofSeconds(60));
            }
        }
    }

    private static Outcome noLink() {
        return Outcome.refused(
                Reason.UNAVAILABLE, "the radio link to valve valve-1 is disconnected (expected: connected)");
    }
}
