package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AlertWatchTest {
    private static final String RULE =
            "alerts: {rules: [{metric: temperature, threshold: 30, clear: 28, severity: critical,"
                    + " title: Too hot, cooldown: 10m, tell-clear: true, devices: [temperature-1]}]}";

    @Test
    void raisesOneAlertForAllClientsAndTellsWhenItIsOver() {
        Stage stage = Sensors.stage(RULE);
        FakeSession client = Sensors.subscribed(stage, "\"channel\":\"alerts\"");
        FakeSession other = Sensors.subscribed(stage, "\"channel\":\"alerts\"");

        assertThat(after(stage, client, 30)).isEmpty();
        assertThat(after(stage, client, 31.5)).singleElement().satisfies(alert -> {
            assertThat(alert.path("severity").asString()).isEqualTo("critical");
            assertThat(alert.path("alert_type").asString()).isEqualTo("threshold");
            assertThat(alert.path("title").asString()).isEqualTo("Too hot");
            assertThat(alert.path("message").asString()).isEqualTo("temperature is 31.5 °C (threshold: > 30.0 °C)");
            assertThat(alert.path("metadata")).hasToString("{\"threshold_value\":30.0,\"actual_value\":31.5}");
        });
        assertThat(after(stage, client, 33)).isEmpty();
        assertThat(after(stage, client, 29)).isEmpty();
        assertThat(after(stage, client, 31)).isEmpty();
        assertThat(after(stage, client, 28)).singleElement().satisfies(alert -> {
            assertThat(alert.path("severity").asString()).isEqualTo("info");
            assertThat(alert.path("title").asString()).isEqualTo("Over: Too hot");
        });
        assertThat(Sensors.all(other)).hasSize(2);
    }

    @Test
    void isQuietForTheCooldownAfterAnAlert() {
        Stage stage = Sensors.stage(RULE);
        FakeSession client = Sensors.subscribed(stage, "\"channel\":\"alerts\",\"severity\":\"critical\"");
        assertThat(after(stage, client, 31)).hasSize(1);
        after(stage, client, 20);
        stage.scheduler().advance(Duration.ofMinutes(9));
        assertThat(after(stage, client, 31)).isEmpty();
        stage.scheduler().advance(Duration.ofMinutes(1));
        assertThat(after(stage, client, 32)).hasSize(1);
        stage.scheduler().advance(Duration.ofHours(1));
        assertThat(after(stage, client, 33)).isEmpty();
    }

    @Test
    void looksOnlyAtTheDevicesItIsAbout() {
        Stage stage = Sensors.stage(RULE);
        FakeSession client = Sensors.subscribed(stage, "\"channel\":\"alerts\"");
        Sensors.report(stage, "cellar", "temperature", 50);
        stage.scheduler().advance(Duration.ZERO);
        assertThat(client.take()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "gt, 5, false",
        "gt, 5.1, true",
        "gte, 5, true",
        "lt, 5, false",
        "lt, 4, true",
        "lte, 5, true",
        "eq, 5, true",
        "eq, 6, false",
        "ne, 6, true"
    })
    void comparesAsTheOperatorSays(String operator, double value, boolean raises) {
        Stage stage =
                Sensors.stage("alerts: {rules: [{metric: temperature, operator: " + operator + ", threshold: 5}]}");
        FakeSession client = Sensors.subscribed(stage, "\"channel\":\"alerts\"");
        assertThat(after(stage, client, value)).hasSize(raises ? 1 : 0);
    }

    @Test
    void watchesTheMakersLimitsUnlessToldOtherwise() {
        Stage usual = Sensors.stage();
        FakeSession client = Sensors.subscribed(usual, "\"channel\":\"alerts\"");
        assertThat(after(usual, client, 41)).hasSize(2);
        Stage none = Sensors.stage("alerts: {rules: []}");
        FakeSession quiet = Sensors.subscribed(none, "\"channel\":\"alerts\"");
        assertThat(after(none, quiet, 41)).isEmpty();
    }

    @Test
    void tellsEverythingThatIsWrongWithARule() {
        Config config = Config.parse("test.yaml", """
                alerts:
                  rules:
                    - {threshold: 1}
                    - {metric: a, operator: more, threshold: 1}
                    - {metric: a}
                    - {metric: a, threshold: 1, severity: loud, devices: [a b]}
                """, Path.of(""), Map.of());
        ValtronicsConfig.read(config);
        assertThat(Stream.of(config.problems().toArray()).map(Object::toString))
                .containsExactly(
                        "test.yaml:3: alerts.rules[0].metric: found nothing (expected: the name of a metric, such as temperature)",
                        "test.yaml:4: alerts.rules[1].operator: found 'more' (expected: one of gt, gte, lt, lte, eq, ne)",
                        "test.yaml:5: alerts.rules[2].threshold: found nothing (expected: a number)",
                        "test.yaml:6: alerts.rules[3].severity: found 'loud' (expected: one of info, warning, critical)",
                        "test.yaml:6: alerts.rules[3].devices: found 'a b' (expected: ids of devices, such as temperature-1)");
    }

    private static List<JsonNode> after(Stage stage, FakeSession client, double temperature) {
        Sensors.report(stage, "temperature-1", "temperature", temperature);
        assertThat(client.take())
                .as("nothing is published on the publisher's thread")
                .isNull();
        stage.scheduler().advance(Duration.ZERO);
        return Sensors.all(client);
    }
}
