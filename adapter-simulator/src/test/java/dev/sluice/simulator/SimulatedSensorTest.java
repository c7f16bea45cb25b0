package dev.sluice.simulator;

import static dev.sluice.simulator.Simulation.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.Outcome;
import dev.sluice.device.Status;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedSensorTest {
    private static final List<String> SENSORS =
            List.of("temperature-1", "humidity-1", "pressure-1", "air-quality-1", "vibration-1");

    private static final String ALL = """
            devices:
              - {id: temperature-1, kind: temperature}
              - {id: humidity-1, kind: humidity}
              - {id: pressure-1, kind: pressure}
              - {id: air-quality-1, kind: air-quality}
              - {id: vibration-1, kind: vibration}
            """;

    /** Sensors that only measure. */
    private static final String WELL = ALL + "sensors: {alerts: 3650d, status-changes: 3650d}";

    private final Simulation world = new Simulation(ALL);

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"temperature-1", "humidity-1", "pressure-1", "air-quality-1", "vibration-1"})
    void knowsEveryAttributeFromTheStartAndMeasuresEverySecond(String sensor) {
        try (Simulation well = new Simulation(WELL)) {
            Device device = well.device(sensor);
            assertThat(device.attributes().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            device.profile().attributes().keySet());
            well.advance("10S");
            assertThat(well.said(sensor, Reading.class)).hasSizeBetween(8, 10);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "temperature-1, temperature, 10, 35",
        "humidity-1, humidity, 30, 70",
        "humidity-1, dew-point, -5, 20",
        "pressure-1, pressure, 950, 1050",
        "pressure-1, pressure-trend, -0.5, 0.5",
        "air-quality-1, pm25, 0, 35",
        "air-quality-1, co2, 400, 1000",
        "vibration-1, vibration-rms, 0, 0.5",
        "vibration-1, equipment-health-score, 50, 100"
    })
    void measuresWhatIsUsual(String sensor, String attribute, double min, double max) {
        try (Simulation well = new Simulation(WELL)) {
            well.advance("2H");
            assertThat(well.reported(sensor, attribute))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(value -> assertThat(value.doubleValue()).isBetween(min, max));
        }
    }

    @Test
    void raisesAlertsOfAllSeveritiesWithinSixSecondsAndOfEveryKindInTime() {
        world.advance("6S");
        assertThat(alerts()).extracting(Alert::severity).contains(Severity.values());
        world.advance("2M");
        assertThat(alerts()).extracting(Alert::type).contains("threshold", "anomaly", "device", "system", "manual");
        assertThat(alerts().stream()
                        .filter(alert -> alert.severity() == Severity.CRITICAL
                                && alert.metadata().has("actual-value")))
                .isNotEmpty()
                .allSatisfy(alert -> {
                    String attribute = alert.metadata().path("attribute").asString();
                    assertThat(alert.metadata().path("actual-value").doubleValue())
                            .isGreaterThan(
                                    alert.metadata().path("threshold-value").doubleValue());
                    assertThat(world.reported(alert.device().value(), attribute))
                            .contains(alert.metadata().path("actual-value"));
                });
    }

    @Test
    void isNotWellNowAndThenAndSaysNothingMeanwhileIfItIsAway() {
        world.advance("3M");
        List<StatusChange> changes = SENSORS.stream()
                .flatMap(sensor -> world.said(sensor, StatusChange.class).stream())
                .toList();
        assertThat(changes).hasSizeGreaterThan(60);
        assertThat(changes.stream().map(StatusChange::after).collect(Collectors.toSet()))
                .isEqualTo(Set.of(Status.values()));
        boolean away = false;
        for (DeviceEvent event : List.copyOf(world.events)) {
            if (event.device().value().equals("humidity-1")) {
                away = event instanceof StatusChange change
                        ? change.after() == Status.OFFLINE || change.after() == Status.MAINTENANCE
                        : away;
                assertThat(away && !(event instanceof StatusChange))
                        .as("%s", event)
                        .isFalse();
            }
        }
    }

    @Test
    void canBeMadeToDoEverythingOnDemand() {
        try (Simulation well = new Simulation(WELL)) {
            String sensor = "temperature-1";
            well.order(sensor, "simulate-value", "{\"attribute\":\"temperature\",\"value\":41.5}");
            well.advance("3S");
            assertThat(well.reported(sensor, "temperature")).containsExactly(json("41.5"));
            well.order(sensor, "simulate-value", "{\"attribute\":\"temperature\"}");
            assertThat(well.number(sensor, "temperature")).isLessThan(35);

            well.order(sensor, "simulate-status", "{\"status\":\"warning\"}");
            assertThat(well.device(sensor).status()).isEqualTo(Status.WARNING);
            well.order(sensor, "simulate-alert", "{\"severity\":\"critical\"}");
            assertThat(well.said(sensor, Alert.class))
                    .extracting(Alert::severity)
                    .containsExactly(Severity.CRITICAL);
            well.order(sensor, "simulate-status", "{}");
            assertThat(well.device(sensor).status()).isEqualTo(Status.ONLINE);

            well.order(sensor, "simulate-sensor-fault", "{\"failed\":true}");
            assertThat(well.device(sensor).status()).isEqualTo(Status.ERROR);
            well.events.clear();
            well.advance("5S");
            assertThat(well.said(sensor, Reading.class)).isEmpty();
            assertThat(well.send(sensor, "simulate-value", "{\"attribute\":\"noise\"}"))
                    .isCompletedWithValueMatching(outcome -> outcome instanceof Outcome.Refused);
            assertThat(well.send(sensor, "simulate-value", "{\"attribute\":\"temperature\",\"value\":-300}"))
                    .isCompletedWithValueMatching(outcome -> outcome instanceof Outcome.Refused);
        }
    }

    @Test
    void keepsOnlyAFewAlertsWhileItCannotBeHeard() {
        world.order("temperature-1", "simulate-unavailable", "{\"unavailable\":true}");
        world.advance("1H");
        world.events.clear();
        world.order("temperature-1", "simulate-unavailable", "{\"unavailable\":false}");
        world.advance("30S");
        assertThat(world.said("temperature-1", Alert.class)).hasSizeLessThan(20);
    }

    private List<Alert> alerts() {
        return SENSORS.stream()
                .flatMap(sensor -> world.said(sensor, Alert.class).stream())
                .toList();
    }
}
