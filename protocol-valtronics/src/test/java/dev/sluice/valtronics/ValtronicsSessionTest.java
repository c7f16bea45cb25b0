package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Published;
import dev.sluice.device.Status;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What transcripts cannot say: pace, rate and expiry over time, alerts, limits, what sessions share. */
class ValtronicsSessionTest {
    private static final String PING = "{\"type\":\"ping\"}";

    private final Stage stage = Sensors.stage();

    // ---- frequency

    @Test
    void tellsTheFirstReadingAtOnceAndThenOneAPeriodWithTheLatestValues() {
        FakeSession client = subscribed("\"channel\":\"telemetry\",\"device_id\":1,\"frequency\":\"10s\"");
        List<Integer> told = new ArrayList<>();
        for (int second = 0; second < 35; second++) {
            Sensors.report(stage, "temperature-1", "temperature", second);
            temperatures(client).forEach(told::add);
            advance(Duration.ofSeconds(1));
            temperatures(client).forEach(told::add);
        }
        assertThat(told).containsExactly(0, 9, 19, 29);
        advance(Duration.ofSeconds(10));
        assertThat(temperatures(client)).containsExactly(34);
        advance(Duration.ofMinutes(10));
        assertThat(Sensors.all(client)).isEmpty();
    }

    @Test
    void keepsADevicesPaceApartFromAnothersAndCoalescesMetrics() {
        FakeSession client = subscribed("\"channel\":\"telemetry\",\"filters\":{\"frequency\":\"1m\"}");
        Sensors.report(stage, "humidity-1", "humidity", 1);
        Sensors.report(stage, "temperature-1", "temperature", 2);
        Sensors.report(stage, "humidity-1", "humidity", 3);
        Sensors.report(stage, "humidity-1", "dew-point", 4);
        assertThat(Sensors.all(client)).hasSize(2);
        advance(Duration.ofMinutes(1));
        assertThat(Sensors.all(client)).singleElement().satisfies(message -> {
            assertThat(message.at("/telemetry/humidity/value").asInt()).isEqualTo(3);
            assertThat(message.at("/telemetry/dew_point/value").asInt()).isEqualTo(4);
        });
    }

    @Test
    void sendsAMetricOnceAtTheFasterPaceWhenTwoSubscriptionsWantIt() {
        FakeSession client = subscribed("\"channel\":\"telemetry\",\"frequency\":\"10s\"");
        Sensors.subscribe(client, "\"channel\":\"telemetry\",\"device_id\":2,\"metrics\":[\"humidity\"]");
        for (int i = 0; i < 3; i++) {
            Sensors.report(stage, "humidity-1", "humidity", i);
        }
        Sensors.report(stage, "humidity-1", "dew-point", 1);
        assertThat(Sensors.all(client)).hasSize(4);
        advance(Duration.ofMinutes(1));
        assertThat(Sensors.all(client)).isEmpty();
    }

    @Test
    void sendsNothingThatWaitedOnceItIsNotWantedAnyMore() {
        FakeSession client = subscribed("\"channel\":\"telemetry\",\"frequency\":\"10s\"");
        Sensors.report(stage, "humidity-1", "humidity", 1);
        Sensors.report(stage, "humidity-1", "humidity", 2);
        Sensors.report(stage, "humidity-1", "dew-point", 2);
        assertThat(Sensors.all(client)).hasSize(1);

        Sensors.subscribe(client, "\"channel\":\"telemetry\",\"frequency\":\"10s\",\"metrics\":\"humidity\"");
        advance(Duration.ofSeconds(10));
        assertThat(Sensors.all(client)).singleElement().satisfies(message -> assertThat(
                        message.path("telemetry").size())
                .isEqualTo(1));

        Sensors.report(stage, "humidity-1", "humidity", 3);
        client.receive("{\"type\":\"unsubscribe\",\"channel\":\"telemetry\"}");
        assertThat(Sensors.all(client)).hasSize(1);
        advance(Duration.ofMinutes(1));
        assertThat(Sensors.all(client)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"250ms, 250", "2s, 2000", "3m, 180000", "24h, 86400000"})
    void readsEveryUnitOfFrequency(String frequency, long millis) {
        FakeSession client = client();
        client.receive("{\"type\":\"subscribe\",\"channel\":\"telemetry\",\"frequency\":\"" + frequency + "\"}");
        Sensors.all(client);
        Sensors.report(stage, "temperature-1", "temperature", 1);
        Sensors.report(stage, "temperature-1", "temperature", 2);
        advance(Duration.ofMillis(millis - 1));
        assertThat(temperatures(client)).containsExactly(1);
        advance(Duration.ofMillis(1));
        assertThat(temperatures(client).isEmpty()).isEqualTo(millis == 86_400_000); // then the token has expired
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s", "25h", "1d", "s", "1.5s", "REAL-TIME", "", "30", "1s "})
    void refusesEveryOtherFrequency(String frequency) {
        FakeSession client = client();
        client.receive("{\"type\":\"subscribe\",\"channel\":\"telemetry\",\"frequency\":\"" + frequency + "\"}");
        assertThat(client.take()).contains("\"error\":\"invalid_message\",\"message\":\"frequency: ");
    }

    // ---- alerts

    @Test
    void sendsAlertsWithTheDocumentedFieldsAndTheSameNumberToEverybody() {
        FakeSession first = subscribed("\"channel\":\"alerts\"");
        FakeSession second = Sensors.client(stage, "/ws/notifications");
        Sensors.alert(stage, "humidity-1", Severity.CRITICAL, "threshold");
        Sensors.alert(stage, "humidity-1", Severity.INFO, "manual");

        List<JsonNode> alerts = Sensors.all(first);
        assertThat(Sensors.all(second)).isEqualTo(alerts);
        long number = alerts.get(0).path("alert_id").asLong();
        assertThat(alerts.get(1).path("alert_id").asLong())
                .isEqualTo(number + 1)
                .isLessThan(1L << 53);
        assertThat(alerts.get(0))
                .hasToString("{\"type\":\"alert\",\"channel\":\"alerts\",\"alert_id\":" + number
                        + ",\"device_id\":2,\"severity\":\"critical\",\"alert_type\":\"threshold\",\"title\":\"High\","
                        + "\"message\":\"Temperature is too high\",\"timestamp\":\"2026-01-01T00:00:00Z\","
                        + "\"metadata\":{\"threshold_value\":30.0,\"actual_value\":32.5}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"severity\":[\"critical\",\"warning\"]                     | 3",
                "\"severity\":\"medium\"                                     | 1",
                "\"filters\":{\"severity\":[\"critical\"],\"device_id\":1}   | 1",
                "\"alert_type\":\"anomaly\"                                  | 1",
                "\"alert_type\":[\"anomaly\",\"device\"]                     | 2",
                "\"severity\":\"info\",\"alert_type\":\"anomaly\"            | 0",
                "\"device_id\":[2]                                           | 1",
                "\"severity\":[\"critical\",\"warning\"],\"filters\":{\"severity\":[\"warning\",\"info\"]} | 1",
                "\"device_id\":9                                             | 0",
                "\"metrics\":[\"temperature\"]                               | 4",
            })
    void passesTheAlertsThatAFilterNamesAndHoldsBackAllOthers(String filter, int expected) {
        FakeSession witness = subscribed("\"channel\":\"alerts\"");
        FakeSession client = subscribed("\"channel\":\"alerts\"," + filter);
        Sensors.alert(stage, "temperature-1", Severity.CRITICAL, "threshold");
        Sensors.alert(stage, "temperature-1", Severity.WARNING, "anomaly");
        Sensors.alert(stage, "temperature-1", Severity.INFO, "device");
        Sensors.alert(stage, "humidity-1", Severity.CRITICAL, "system");
        List<JsonNode> all = Sensors.all(witness);
        assertThat(all).hasSize(4);
        assertThat(Sensors.all(client)).hasSize(expected).allMatch(all::contains);
    }

    @Test
    void sendsAnAlertOnceHoweverManySubscriptionsItMatches() {
        FakeSession client = subscribed("\"channel\":\"alerts\"");
        Sensors.subscribe(client, "\"channel\":\"alerts\",\"device_id\":1");
        Sensors.subscribe(client, "\"channel\":\"alerts\",\"device_id\":[1,2],\"severity\":\"info\"");
        Sensors.alert(stage, "temperature-1", Severity.INFO, "device");
        assertThat(Sensors.all(client)).hasSize(1);
    }

    // ---- limits

    @Test
    void answersAHundredMessagesASecondAndTellsOnceThatMoreAreDropped() {
        FakeSession client = stage.connect();
        for (int i = 0; i < 500; i++) {
            client.receive(PING);
        }
        List<JsonNode> answers = Sensors.all(client);
        assertThat(answers).hasSize(101);
        assertThat(answers.get(100).path("error").asString()).isEqualTo("rate_limit_exceeded");
        advance(Duration.ofSeconds(1));
        client.receive(PING);
        assertThat(client.take()).contains("pong");
        assertThat(client.closeCode()).isZero();
    }

    @Test
    void closesWhenTooMuchComesForTooLong() {
        FakeSession client = client();
        for (int second = 0; second < 11; second++) {
            assertThat(client.closeCode()).isZero();
            for (int i = 0; i < 150; i++) {
                client.receive(PING);
            }
            advance(Duration.ofSeconds(1));
        }
        assertThat(client.closeCode()).isEqualTo(1008);
    }

    @Test
    void answersAMessageThatIsTooLargeWithAnErrorAndGoesOn() {
        FakeSession client = stage.connect();
        client.receive("{\"type\":\"ping\",\"x\":\"" + "x".repeat(1024 - 22) + "\"}");
        assertThat(client.take()).contains("pong");
        client.receive("{\"type\":\"ping\",\"x\":\"" + "x".repeat(1024 - 21) + "\"}");
        assertThat(client.take())
                .contains("\"error\":\"message_too_large\",\"message\":\"found 1025 bytes (expected: at most 1024)\"");
        client.receive(PING);
        assertThat(client.take()).contains("pong");
    }

    @Test
    void admitsAUserOnlySoOften() {
        Stage small = Sensors.stage("limits: {connections-per-user: 2}");
        FakeSession first = Sensors.client(small);
        Sensors.client(small);
        FakeSession third = small.connect();
        third.receive(Sensors.AUTH);
        assertThat(third.take()).contains("\"success\":false,\"error\":\"too_many_connections\"");
        assertThat(third.closeCode()).isEqualTo(1008);

        FakeSession other = small.connect();
        other.receive("{\"type\":\"auth\",\"token\":\"bob\"}");
        assertThat(other.take()).contains("\"success\":true");
        first.disconnect(1000);
        Sensors.client(small);
        other.receive(Sensors.AUTH);
        assertThat(other.take()).contains("too_many_connections");
    }

    @Test
    void boundsTheSubscriptionsOfAConnection() {
        Stage small = Sensors.stage("limits: {subscriptions: 2}");
        FakeSession client = Sensors.subscribed(small, "\"channel\":\"alerts\"");
        Sensors.subscribe(client, "\"channel\":\"alerts\",\"device_id\":1");
        client.receive("{\"type\":\"subscribe\",\"channel\":\"devices\"}");
        assertThat(client.take()).contains("\"error\":\"too_many_subscriptions\"");
        Sensors.subscribe(client, "\"channel\":\"alerts\",\"device_id\":1,\"severity\":\"info\"");
    }

    // ---- tokens

    @Test
    void goesOnWithTheNewTokenWhenOneWasShownInTime() {
        FakeSession client = stage.connect();
        client.receive("{\"type\":\"auth\",\"token\":\"short\"}");
        client.receive("{\"type\":\"auth\",\"token\":\"ada-again\"}");
        assertThat(Sensors.all(client)).hasSize(2);
        advance(Duration.ofDays(2));
        client.receive(PING);
        assertThat(client.take()).contains("pong");
        advance(Duration.ofDays(1));
        assertThat(client.take()).contains("invalid_token");
        assertThat(client.closeCode()).isEqualTo(1008);
    }

    @Test
    void leavesNothingBehind() {
        int before = stage.scheduler().pending();
        FakeSession client = client();
        for (String channel : List.of("telemetry", "alerts", "devices", "system")) {
            Sensors.subscribe(client, "\"channel\":\"" + channel + "\",\"frequency\":\"1h\"");
        }
        advance(Duration.ofSeconds(5));
        Sensors.report(stage, "temperature-1", "temperature", 1);
        Sensors.report(stage, "temperature-1", "temperature", 2);
        client.disconnect(1001);
        advance(Duration.ofSeconds(5));
        assertThat(stage.scheduler().pending()).isEqualTo(before);
    }

    // ---- what sessions share

    @Test
    void worksOutWhatAnEventMeansOnceForAllWithTheSameSelection() {
        List<Published> events = new ArrayList<>();
        stage.bus().subscribe(DeviceFilter.all(), events::add);
        Sensors.report(stage, "temperature-1", "temperature", 1);
        stage.device("temperature-1").report(Status.ERROR, "broken");
        DeviceNumbers numbers = new DeviceNumbers(Map.of(), stage.journal());
        News news = new News(numbers, stage.scheduler());

        Selection all = Selection.NOTHING.with(Subscription.all(Channel.TELEMETRY));
        Selection same = Selection.NOTHING.with(Subscription.all(Channel.TELEMETRY));
        assertThat(news.telemetry(events.get(0), all)).isSameAs(news.telemetry(events.get(0), same));
        Selection devices = Selection.NOTHING.with(Subscription.all(Channel.DEVICES));
        assertThat(news.message(events.get(1), devices)).isSameAs(news.message(events.get(1), devices));
        assertThat(new HashSet<>(List.of(all, same, devices))).hasSize(2);
        assertThat(news.shared(all)).isSameAs(news.shared(same));
    }

    @Test
    void leavesOutDevicesThatMeasureNothing() {
        FakeSession client = subscribed("\"channel\":\"devices\"");
        stage.device("lamp").report(Status.ERROR, "broken");
        assertThat(client.take()).isNull();
    }

    private FakeSession client() {
        return Sensors.client(stage);
    }

    private FakeSession subscribed(String subscription) {
        return Sensors.subscribed(stage, subscription);
    }

    private static List<Integer> temperatures(FakeSession client) {
        return Sensors.all(client).stream()
                .filter(message -> message.path("type").asString().equals("telemetry_update"))
                .map(message -> message.at("/telemetry/temperature/value").asInt())
                .toList();
    }

    private void advance(Duration duration) {
        stage.scheduler().advance(duration);
    }
}
