package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Attribute;
import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.protocol.Json;
import dev.sluice.testkit.TestGateway;
import dev.sluice.testkit.WsClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.DoubleNode;

/** The protocol over the real transport. */
class ValtronicsIT {
    private static final Map<String, String> NO_HEADERS = Map.of();
    private static final DeviceId TEMPERATURE = new DeviceId("temperature-1");

    private TestGateway gateway;

    @BeforeEach
    void start() {
        start("");
    }

    private void start(String yaml) {
        gateway = new TestGateway(Map.of("valtronics", Sensors.protocol(yaml)));
        Sensors.addTokens(gateway.authenticator(), gateway.scheduler().instant());
        gateway.bus()
                .register(
                        Sensors.temperature("temperature-1"),
                        command -> CompletableFuture.completedFuture(Outcome.DONE));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/ws/telemetry", "/ws/alerts", "/ws/notifications", "/ws/devices", "/ws/system"})
    void servesEveryPathOverWsAndWss(String path) {
        try (WsClient plain = gateway.connect(path, NO_HEADERS);
                WsClient secure = WsClient.connect(gateway.http(), gateway.wss(path), NO_HEADERS)) {
            for (WsClient client : List.of(plain, secure)) {
                assertThat(client.send("{\"type\":\"ping\"}").next()).contains("\"pong\"");
                assertThat(client.send(Sensors.AUTH).next()).contains("\"success\":true");
            }
        }
    }

    @Test
    void refusesUnknownPathsBelowWs() {
        for (String path : List.of("/ws/", "/ws/1", "/ws/telemetry/1", "/ws/TELEMETRY")) {
            assertThat(WsClient.refusal(gateway.http(), gateway.ws(path), NO_HEADERS))
                    .isEqualTo(404);
        }
    }

    @Test
    void answersAuthAndWhatFollowsItInOrderAndThenTellsEverything() {
        try (WsClient client = gateway.connect("/ws", NO_HEADERS)) {
            client.send(Sensors.AUTH);
            for (String channel : List.of("telemetry", "alerts", "devices", "system")) {
                client.send("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}");
            }
            assertThat(client.next()).contains("\"auth_response\",\"success\":true");
            for (String channel : List.of("telemetry", "alerts", "devices")) {
                assertThat(client.next()).contains("subscription_confirmed", channel);
            }
            assertThat(client.next("system_status_update")).contains("\"active_connections\":1");

            Instant now = gateway.scheduler().instant();
            report(36);
            assertThat(client.next("telemetry_update")).contains("\"device_id\":1", "\"value\":36.0", "°C");
            assertThat(client.next("\"alert\"")).contains("High temperature", "\"threshold_value\":35.0");
            gateway.bus().publish(new StatusChange(TEMPERATURE, Status.ONLINE, Status.ERROR, "broken", now));
            assertThat(client.next("device_status_update")).contains("\"new_status\":\"error\"");
            gateway.bus()
                    .publish(new Alert(TEMPERATURE, 1, Severity.INFO, "manual", "Title", "Text", Json.object(), now));
            assertThat(client.next("\"alert\"")).contains("\"severity\":\"info\"", "\"metadata\":{}");
        }
    }

    @Test
    void tellsEveryReadingInOrderToEverybody() {
        List<WsClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            WsClient client = gateway.connect("/ws/telemetry", NO_HEADERS);
            assertThat(client.send(Sensors.AUTH).next()).contains("true");
            clients.add(client);
        }
        for (int i = 0; i < 100; i++) {
            report(i);
        }
        for (WsClient client : clients) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.next()).contains("\"value\":" + i + ".0");
            }
            client.close();
        }
    }

    @Test
    void closesAfterTheHardLimitOnly() {
        try (WsClient client = gateway.connect("/ws", NO_HEADERS)) {
            assertThat(client.send("{\"type\":\"ping\",\"x\":\"" + "x".repeat(8000) + "\"}")
                            .next())
                    .contains("message_too_large");
            assertThat(client.send("{\"type\":\"ping\"}").next()).contains("pong");
            client.send("x".repeat(8193));
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @CsvSource({"'connections: 1', 503", "'connects-per-minute: 1, connects-exempt: []', 429"})
    void refusesTooManyConnectionsAtTheHandshake(String limits, int status) {
        gateway.close();
        start("limits: {" + limits + "}");
        try (WsClient first = gateway.connect("/ws", NO_HEADERS)) {
            assertThat(WsClient.refusal(gateway.http(), gateway.ws("/ws/alerts"), NO_HEADERS))
                    .isEqualTo(status);
            assertThat(first.send("{\"type\":\"ping\"}").next()).contains("pong");
        }
    }

    @Test
    void takesTelemetryOverHttp() throws Exception {
        try (WsClient client = gateway.connect("/ws/telemetry", NO_HEADERS)) {
            assertThat(client.send(Sensors.AUTH).next()).contains("true");
            HttpRequest request = HttpRequest.newBuilder(gateway.http("/api/v1/devices/42/telemetry"))
                    .header("Authorization", "Bearer device-42")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"metric_name\":\"flow_rate\",\"metric_value\":1.5}"))
                    .build();
            assertThat(gateway.http()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(client.next()).contains("\"device_id\":42", "\"flow_rate\":{\"value\":1.5,\"unit\":\"\"");
        }
    }

    private void report(double temperature) {
        Instant now = gateway.scheduler().instant();
        Attribute value = Profile.named("temperature").attribute("temperature", DoubleNode.valueOf(temperature), now);
        gateway.bus().publish(new Reading(TEMPERATURE, Map.of("temperature", value), now));
    }
}
