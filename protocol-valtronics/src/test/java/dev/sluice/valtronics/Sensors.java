package dev.sluice.valtronics;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import dev.sluice.testkit.FakeAuthenticator;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Devices, tokens and stages for the tests. Tokens: {@code ada}, {@code bob} for a day, {@code short} for a minute. */
final class Sensors {
    static final Request HANDSHAKE = Request.get("/ws");
    static final String AUTH = "{\"type\":\"auth\",\"token\":\"ada\"}";

    private static final JsonMapper JSON = new JsonMapper();

    private Sensors() {}

    /** A protocol with this configuration, which must be without fault. */
    static Protocol protocol(String yaml) {
        Config config = Config.parse("test", yaml, Path.of(""), Map.of());
        Protocol protocol = new ValtronicsProvider().configure(config);
        if (!config.problems().isEmpty()) {
            throw new IllegalArgumentException(config.problems().toString());
        }
        return protocol;
    }

    static Stage stage() {
        return stage("");
    }

    /** Three sensors, numbers 1, 2 and 6, and something without metrics. */
    static Stage stage(String yaml) {
        Stage stage = new Stage(
                protocol(yaml),
                HANDSHAKE,
                temperature("temperature-1"),
                humidity("humidity-1"),
                temperature("cellar"),
                new DeviceDescriptor(new DeviceId("lamp"), new Profile("lamp", Map.of(), Map.of()), "Lamp", Map.of()));
        addTokens(stage.authenticator(), stage.scheduler().instant());
        return stage;
    }

    static void addTokens(FakeAuthenticator authenticator, Instant now) {
        token(authenticator, "ada", "ada", now.plus(Duration.ofDays(1)), Map.of());
        token(authenticator, "ada-again", "ada", now.plus(Duration.ofDays(3)), Map.of("type", "access"));
        token(authenticator, "bob", "bob", now.plus(Duration.ofDays(1)), Map.of());
        token(authenticator, "short", "ada", now.plus(Duration.ofMinutes(1)), Map.of());
        token(authenticator, "expired", "ada", now, Map.of());
        token(authenticator, "refresh", "ada", now.plus(Duration.ofDays(1)), Map.of("type", "refresh"));
        token(authenticator, "device-42", "42", now.plus(Duration.ofDays(1)), Map.of("type", "device"));
        token(authenticator, "device-1", "1", now.plus(Duration.ofDays(1)), Map.of("type", "device"));
        token(authenticator, "device-shed", "shed", now.plus(Duration.ofDays(1)), Map.of("type", "device"));
    }

    private static void token(
            FakeAuthenticator authenticator, String token, String subject, Instant expires, Map<String, String> more) {
        Map<String, JsonNode> claims = new LinkedHashMap<>();
        claims.put("sub", StringNode.valueOf(subject));
        more.forEach((name, value) -> claims.put(name, StringNode.valueOf(value)));
        authenticator.withBearer(token, new Bearer(new Principal(subject), expires, claims));
    }

    static DeviceDescriptor temperature(String id) {
        return new DeviceDescriptor(
                new DeviceId(id), Profile.named("temperature"), id, Map.of("temperature", DoubleNode.valueOf(20)));
    }

    static DeviceDescriptor humidity(String id) {
        return new DeviceDescriptor(
                new DeviceId(id), Profile.named("humidity"), id, Map.of("humidity", DoubleNode.valueOf(50)));
    }

    /** A client that has authenticated as ada. */
    static FakeSession client(Stage stage) {
        return client(stage, "/ws");
    }

    static FakeSession client(Stage stage, String path) {
        FakeSession client = stage.connect(HANDSHAKE.withPath(path));
        client.receive(AUTH);
        String answer = client.take();
        if (answer == null || !answer.contains("\"success\":true")) {
            throw new AssertionError("not authenticated: " + answer);
        }
        return client;
    }

    /** A client of ada's that has subscribed and taken the confirmation. */
    static FakeSession subscribed(Stage stage, String subscription) {
        FakeSession client = client(stage);
        subscribe(client, subscription);
        return client;
    }

    static void subscribe(FakeSession client, String subscription) {
        client.receive("{\"type\":\"subscribe\"," + subscription + "}");
        String answer = client.take();
        if (answer == null || !answer.contains("subscription_confirmed")) {
            throw new AssertionError("not subscribed: " + answer);
        }
    }

    static void report(Stage stage, String device, String attribute, double value) {
        stage.device(device).report(Map.of(attribute, DoubleNode.valueOf(value)));
    }

    static void alert(Stage stage, String device, Severity severity, String type) {
        ObjectNode facts = Json.object().put("threshold-value", 30.0).put("actual-value", 32.5);
        Instant now = stage.scheduler().instant();
        stage.bus()
                .publish(new Alert(
                        new DeviceId(device), 7, severity, type, "High", "Temperature is too high", facts, now));
    }

    /** All that was sent and not taken yet. */
    static List<JsonNode> all(FakeSession client) {
        List<JsonNode> all = new ArrayList<>();
        for (String text = client.take(); text != null; text = client.take()) {
            all.add(JSON.readTree(text));
        }
        return all;
    }
}
