package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Status;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IngestionTest {
    private static final String SINGLE = "/api/v1/devices/42/telemetry";
    private static final String BATCH = SINGLE + "/batch";
    private static final String READING = "{\"metric_name\":\"temperature\",\"metric_value\":23.5,\"unit\":\"celsius\","
            + "\"timestamp\":\"2025-12-31T23:59:00\",\"metadata\":{\"x\":1}}";

    private final Stage stage = Sensors.stage();

    @Test
    void putsADeviceOnTheBusAndTellsItsTelemetry() {
        FakeSession client = Sensors.subscribed(stage, "\"channel\":\"telemetry\",\"device_id\":42");
        Response answer = post(SINGLE, "device-42", READING);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer))
                .isEqualTo("{\"success\":true,\"data\":{\"device_id\":\"42\",\"accepted\":1},"
                        + "\"timestamp\":\"2026-01-01T00:00:00Z\"}");
        assertThat(client.take())
                .isEqualTo("{\"type\":\"telemetry_update\",\"channel\":\"telemetry\",\"device_id\":42,\"telemetry\":"
                        + "{\"temperature\":{\"value\":23.5,\"unit\":\"°C\",\"timestamp\":\"2025-12-31T23:59:00Z\"}}}");
        assertThat(device("http-42").kind()).isEqualTo(HttpDevices.KIND);
    }

    @Test
    void takesBatchesAndTheFormsWithoutADeviceInThePath() {
        FakeSession client = Sensors.subscribed(stage, "\"channel\":\"telemetry\",\"device_id\":42");
        String two = "[{\"metric_name\":\"a\",\"metric_value\":1},{\"metric_name\":\"b_c\",\"metric_value\":2},"
                + "{\"metric_name\":\"a\",\"metric_value\":3,\"device_id\":42,\"timestamp\":1767225600}]";
        assertThat(post(BATCH, "device-42", "{\"telemetry_data\":" + two + "}").status())
                .isEqualTo(200);
        assertThat(Sensors.all(client)).hasSize(2).last().satisfies(message -> assertThat(message.path("telemetry"))
                .hasToString("{\"a\":{\"value\":3,\"unit\":\"\",\"timestamp\":\"2026-01-01T00:00:00Z\"}}"));
        assertThat(post("/api/v1/telemetry/batch", "device-42", two).status()).isEqualTo(200);
        assertThat(post("/api/v1/telemetry", "device-42", READING).status()).isEqualTo(200);
        assertThat(post("/api/v1/telemetry/", "device-42", READING).status()).isEqualTo(200);
        assertThat(device("http-42").attributes().keySet()).containsExactlyInAnyOrder("a", "b-c", "temperature");
    }

    @Test
    void takesTelemetryOfADeviceThatAnAdapterOwnsAsFarAsItHasTheMetric() {
        FakeSession client = Sensors.subscribed(stage, "\"channel\":\"telemetry\",\"device_id\":1");
        assertThat(post("/api/v1/devices/1/telemetry", "device-1", READING).status())
                .isEqualTo(200);
        assertThat(client.take()).contains("23.5");
        assertThat(post("/api/v1/devices/1/telemetry", "device-1", READING.replace("temperature", "noise"))
                        .status())
                .isEqualTo(422);
        assertThat(post("/api/v1/devices/1/telemetry", "device-1", READING.replace("23.5", "-300"))
                        .status())
                .isEqualTo(422);
        assertThat(client.take()).isNull();
    }

    @Test
    void takesDevicesWithNamesAndGivesThemANumber() {
        assertThat(post("/api/v1/devices/shed/telemetry", "device-shed", READING)
                        .status())
                .isEqualTo(200);
        FakeSession client = Sensors.subscribed(stage, "\"channel\":\"telemetry\",\"device_id\":7");
        post("/api/v1/devices/shed/telemetry", "device-shed", READING);
        assertThat(client.take()).contains("\"device_id\":7");
    }

    @Test
    void takesASilentDeviceForOfflineUntilItSpeaksAgain() {
        post(SINGLE, "device-42", READING);
        stage.scheduler().advance(Duration.ofMinutes(4));
        post(SINGLE, "device-42", READING);
        stage.scheduler().advance(Duration.ofMinutes(4));
        assertThat(device("http-42").status()).isEqualTo(Status.ONLINE);
        stage.scheduler().advance(Duration.ofMinutes(1));
        assertThat(device("http-42").status()).isEqualTo(Status.OFFLINE);
        post(SINGLE, "device-42", READING);
        assertThat(device("http-42").status()).isEqualTo(Status.ONLINE);
    }

    @Test
    void keepsToItselfThatADeviceLeavesTheBusForANewMetric() {
        post(SINGLE, "device-42", READING);
        FakeSession client = Sensors.subscribed(stage, "\"channel\":\"devices\",\"device_id\":42");
        post(SINGLE, "device-42", READING.replace("temperature", "humidity"));
        assertThat(client.take()).isNull();
        stage.scheduler().advance(Duration.ofMinutes(5));
        assertThat(client.take()).contains("\"old_status\":\"online\",\"new_status\":\"offline\"");
        post(SINGLE, "device-42", READING.replace("temperature", "noise"));
        assertThat(client.take()).contains("\"old_status\":\"offline\",\"new_status\":\"online\"");
        assertThat(client.take()).isNull();
        assertThat(device("http-42").attributes().keySet())
                .containsExactlyInAnyOrder("temperature", "humidity", "noise");
    }

    @Test
    void boundsTheMetricsOfADevice() {
        Stage small = Sensors.stage("ingest: {metrics: 2}");
        String other = READING.replace("temperature", "noise");
        String batch = "[" + READING + "," + other + "," + READING.replace("temperature", "humidity") + "]";
        assertThat(text(post(small, "POST", BATCH, "device-42", batch)))
                .contains("metric: found one more (expected: at most 2 of one device)");
        assertThat(small.bus().find(new DeviceId("http-42"))).isEmpty();
        assertThat(post(small, "POST", SINGLE, "device-42", READING).status()).isEqualTo(200);
        assertThat(post(small, "POST", SINGLE, "device-42", other).status()).isEqualTo(200);
        assertThat(post(small, "POST", BATCH, "device-42", batch).status()).isEqualTo(422);
        assertThat(post(small, "POST", SINGLE, "device-42", READING).status()).isEqualTo(200);
    }

    @Test
    void takesAHundredRequestsASecondOfEachDevice() {
        for (int i = 0; i < 100; i++) {
            assertThat(post(SINGLE, "device-42", READING).status()).isEqualTo(200);
        }
        Response answer = post(BATCH, "device-42", "[" + READING + "]");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers().first("Retry-After")).contains("1");
        assertThat(text(answer)).contains("\"code\":\"RATE_LIMIT_EXCEEDED\"");
        assertThat(post("/api/v1/devices/1/telemetry", "device-1", READING).status())
                .isEqualTo(200);
        stage.scheduler().advance(Duration.ofSeconds(1));
        assertThat(post(SINGLE, "device-42", READING).status()).isEqualTo(200);
    }

    @Test
    void boundsTheNumberOfDevices() {
        Stage small = Sensors.stage("ingest: {devices: 1}");
        assertThat(post(small, "POST", SINGLE, "device-42", READING).status()).isEqualTo(200);
        assertThat(post(small, "POST", "/api/v1/devices/shed/telemetry", "device-shed", READING)
                        .status())
                .isEqualTo(422);
        assertThat(post(small, "POST", SINGLE, "device-42", READING).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"'', 401", "forged, 401", "expired, 401", "ada, 403", "device-1, 403"})
    void wantsATokenOfTheDevice(String token, int status) {
        Response answer = post(SINGLE, token, READING);
        assertThat(answer.status()).isEqualTo(status);
        JsonNode body = new JsonMapper().readTree(text(answer));
        assertThat(body.path("success").asBoolean(true)).isFalse();
        assertThat(body.at("/error/code").asString())
                .isEqualTo(status == 401 ? "AUTHENTICATION_ERROR" : "AUTHORIZATION_ERROR");
        assertThat(answer.headers().first("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | body: found no JSON (expected: a reading in JSON)",
                "[] | body: found an array (expected: an object)",
                "{} | metric_name: found nothing (expected: a letter, then at most 63 letters, digits and _)",
                "{'metric_name':'a b'} | metric_name: found another text (expected: a letter, then at most 63 letters, digits and _)",
                "{'metric_name':'a','metric_value':'1'} | metric_value: found a text (expected: a finite number)",
                "{'metric_name':'a','metric_value':1e999} | metric_value: found a number (expected: a finite number)",
                "{'metric_name':'a','metric_value':1,'unit':1} | unit: found a number (expected: a text of at most 16 characters)",
                "{'metric_name':'a','metric_value':1,'timestamp':'now'} | timestamp: found another text (expected: such as 2026-01-01T12:00:00Z, or seconds since 1970)",
                "{'metric_name':'a','metric_value':1,'timestamp':'2026-01-02T00:00:01+00:00'} | timestamp: found a time to come (expected: at most 24 hours from now)",
                "{'metric_name':'a','metric_value':1,'timestamp':'-999999999-01-01T00:00:00'} | timestamp: found a time before 1970 (expected: a later one)",
                "{'metric_name':'a','metric_value':1,'device_id':{}} | device_id: found an object (expected: an integer or a text)",
            })
    void saysWhatIsWrongWithAReading(String body, String message) {
        Response answer = post(SINGLE, "device-42", body.replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(new JsonMapper().readTree(text(answer)).at("/error/message").asString())
                .isEqualTo(message);
        assertThat(stage.bus().find(new DeviceId("http-42"))).isEmpty();
    }

    @Test
    void takesABatchAsAWholeOrNotAtAll() {
        String body = "[" + READING + ",{\"metric_name\":1}]";
        assertThat(text(post(BATCH, "device-42", body))).contains("telemetry_data[1].metric_name: found a number");
        assertThat(text(post(BATCH, "device-42", "[]"))).contains("telemetry_data: found an array");
        assertThat(text(post(BATCH, "device-42", "[" + (READING + ",").repeat(1000) + READING + "]")))
                .contains("found 1001 readings (expected: at most 1000)");
        assertThat(post(BATCH, "device-42", "[{\"device_id\":1,\"metric_name\":\"a\",\"metric_value\":1}]")
                        .status())
                .isEqualTo(403);
        assertThat(stage.bus().find(new DeviceId("http-42"))).isEmpty();
    }

    @Test
    void answersOtherMethodsWithWhatIsAllowed() {
        Response answer = post(stage, "GET", SINGLE, "device-42", "");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().first("Allow")).contains("POST");
    }

    @Test
    void showsTheCountersToWhoHasAToken() {
        FakeSession gone = Sensors.client(stage);
        stage.scheduler().advance(Duration.ofSeconds(10));
        gone.disconnect(1000);
        Sensors.client(stage);
        stage.scheduler().advance(Duration.ofSeconds(4));
        assertThat(post(stage, "GET", "/api/v1/websocket/stats", "", "").status())
                .isEqualTo(401);
        assertThat(post(stage, "GET", "/api/v1/websocket/stats", "device-1", "").status())
                .isEqualTo(401);
        assertThat(text(post(stage, "GET", "/api/v1/websocket/stats", "ada", "")))
                .isEqualTo("{\"totalConnections\":2,\"activeConnections\":1,\"messagesReceived\":2,\"messagesSent\":2,"
                        + "\"averageConnectionDuration\":7.0,\"messagesPerConnection\":2.0,\"connections\":[{\"id\":\"test\","
                        + "\"connectedAt\":\"2026-01-01T00:00:10Z\",\"messagesReceived\":1,\"messagesSent\":1}]}");
    }

    private Response post(String path, String token, String body) {
        return post(stage, "POST", path, token, body);
    }

    private static Response post(Stage stage, String method, String path, String token, String body) {
        Request request = Request.get(path).withMethod(method, body.getBytes(StandardCharsets.UTF_8));
        Request authorized = token.isEmpty() ? request : request.withHeader("Authorization", "Bearer " + token);
        List<HttpRoute> routes = stage.service().routes();
        for (HttpRoute route : routes) {
            Optional<Map<String, String>> parts = route.path().match(path);
            if (parts.isPresent()) {
                return route.handle(authorized, parts.get())
                        .toCompletableFuture()
                        .join();
            }
        }
        throw new AssertionError("no route: " + path);
    }

    private Device device(String id) {
        return stage.bus().find(new DeviceId(id)).orElseThrow();
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
