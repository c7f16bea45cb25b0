package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.device.Attribute;
import dev.sluice.device.Command;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.DeviceEvent.LogLine;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.testkit.TestGateway;
import dev.sluice.testkit.WsClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** The protocol over the real transport, with displays that obey at once. */
class PlaceosIT {
    private static final Map<String, String> ADA = Map.of("X-API-Key", "ada-key");

    private final PlaceosProtocol protocol = Rooms.protocol("");
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(Map.of("placeos", protocol));
        Rooms.admitUsers(gateway.authenticator());
        for (String id : List.of("display-1", "display-2")) {
            gateway.bus().register(Rooms.display(id), this::obey);
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private CompletionStage<Outcome> obey(Command command) {
        JsonNode value =
                switch (command.action()) {
                    case "echo" -> command.arguments().path("rest");
                    case "set-volume" -> command.arguments().path("volume");
                    default -> Rooms.json("null");
                };
        if (command.action().equals("set-volume")) {
            report(command.device(), "volume", value);
            gateway.bus()
                    .publish(new LogLine(
                            command.device(), Level.DEBUG, "::Test::Display", "volume " + value, Instant.now()));
        }
        return CompletableFuture.completedFuture(new Outcome.Done(value));
    }

    private void report(DeviceId device, String attribute, JsonNode value) {
        Instant now = gateway.scheduler().instant();
        Attribute changed = Profile.named("display").attribute(attribute, value, now);
        gateway.bus().publish(new Reading(device, Map.of(attribute, changed), now));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Rooms.PATH + "?fixed_device=true&api-key=ada-key",
                Rooms.PATH + "?api-key=ada-key",
                "/control/websocket?api-key=ada-key"
            })
    void servesItsPathsOverWsAndWss(String path) {
        for (URI uri : List.of(gateway.ws(path), gateway.wss(path))) {
            try (WsClient panel = WsClient.connect(gateway.http(), uri, Map.of())) {
                assertThat(panel.send("ping").next()).isEqualTo("pong");
                panel.send(Rooms.command(1, "bind", "volume"));
                assertThat(panel.next()).startsWith("{\"id\":1,\"type\":\"success\",\"meta\":{");
                assertThat(panel.next()).startsWith("{\"id\":1,\"type\":\"notify\",\"value\":20,\"meta\":{");
            }
        }
    }

    @Test
    void refusesBeforeTheUpgrade() {
        assertThat(refusal(Map.of())).isEqualTo(401);
        assertThat(refusal(Map.of("X-API-Key", "guess"))).isEqualTo(401);
        assertThat(refusal(Map.of("Cookie", "bearer_token=guess"))).isEqualTo(401);
        String key = "api-key=ada-key";
        assertThat(refusal(Map.of("Cookie", key))).isEqualTo(401);
        assertThat(refusal(Map.of("Cookie", key, "Origin", "http://evil.example")))
                .isEqualTo(403);
        assertThat(WsClient.refusal(gateway.http(), gateway.ws(Rooms.PATH + "?value_encoding=xml"), ADA))
                .isEqualTo(400);
    }

    @Test
    void tellsWhoDoesNotUpgradeThatThisIsAWebSocket() throws Exception {
        assertThat(get(Rooms.PATH).statusCode()).isEqualTo(426);
        HttpResponse<String> authority = get("/auth/authority");
        assertThat(authority.statusCode()).isEqualTo(200);
        assertThat(authority.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        assertThat(authority.body()).contains("\"version\":\"v2.0.0\"");
    }

    @Test
    void tellsAChangeToEveryPanelAndTheAnswerAfterIt() {
        List<WsClient> panels = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            WsClient panel = gateway.connect(Rooms.PATH, ADA);
            panel.send(Rooms.command(i, "bind", "volume"));
            panel.next();
            panel.next();
            panels.add(panel);
        }
        panels.get(0)
                .send("{\"id\":9,\"cmd\":\"exec\",\"sys\":\"sys-1234\",\"mod\":\"Display\",\"name\":\"set_volume\","
                        + "\"args\":[64]}");
        for (int i = 0; i < 4; i++) {
            assertThat(panels.get(i).next()).startsWith("{\"id\":" + i + ",\"type\":\"notify\",\"value\":64,");
        }
        assertThat(panels.get(0).next()).startsWith("{\"id\":9,\"type\":\"success\",\"value\":64,");
        panels.forEach(WsClient::close);
    }

    @Test
    void losesNoLastValueHoweverManyThereAre() {
        try (WsClient panel = gateway.connect(Rooms.PATH, ADA)) {
            panel.send(Rooms.command(1, "bind", "volume"));
            panel.next();
            for (int i = 0; i < 5000; i++) {
                report(new DeviceId("display-1"), "volume", IntNode.valueOf(i % 100));
            }
            report(new DeviceId("display-1"), "volume", IntNode.valueOf(100));
            panel.next("\"value\":100,");
        }
    }

    @Test
    void passesLogLinesOnAndStops() {
        try (WsClient panel = gateway.connect(Rooms.PATH, ADA)) {
            panel.send(Rooms.command(1, "debug", "debug"));
            assertThat(panel.next()).contains("\"mod_id\":\"mod-display-1\"");
            panel.send("{\"id\":2,\"cmd\":\"exec\",\"sys\":\"sys-1234\",\"mod\":\"Display\",\"name\":\"set_volume\","
                    + "\"args\":[1]}");
            assertThat(panel.next()).contains("\"type\":\"debug\",\"msg\":\"volume 1\"");
            assertThat(panel.next()).contains("\"id\":2,\"type\":\"success\"");
            panel.send(Rooms.command(3, "ignore", "ignore"));
            assertThat(panel.next()).isEqualTo("{\"id\":3,\"type\":\"success\"}");
        }
    }

    @Test
    void followsOtherSystemsWhileConnected() {
        try (WsClient panel = gateway.connect(Rooms.PATH, ADA)) {
            panel.send(Rooms.command(1, "bind", "volume"));
            panel.next();
            panel.next();
            report(new DeviceId("display-2"), "volume", IntNode.valueOf(33));
            protocol.replace(SystemsTest.systems("sys-1234: {modules: [{name: Display, device: display-2}]}"));
            assertThat(panel.next()).contains("\"type\":\"notify\",\"value\":33,");
        }
    }

    @Test
    void putsTheLogLevelBackWhenAPanelVanishes() {
        List<String> orders = new CopyOnWriteArrayList<>();
        gateway.bus().register(Rooms.display("ghost-1"), command -> {
            orders.add(command.action() + command.arguments());
            return CompletableFuture.completedFuture(Outcome.DONE);
        });
        try (WsClient panel = gateway.connect(Rooms.PATH, ADA)) {
            panel.send("{\"id\":1,\"cmd\":\"debug\",\"sys\":\"\",\"mod\":\"mod-ghost-1\",\"name\":\"debug\"}");
            panel.next();
        }
        await().untilAsserted(() -> assertThat(orders)
                .containsExactly("set-log-level{\"level\":\"debug\"}", "set-log-level{\"level\":\"info\"}"));
    }

    private int refusal(Map<String, String> headers) {
        return WsClient.refusal(gateway.http(), gateway.ws(Rooms.PATH), headers);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return gateway.http()
                .send(HttpRequest.newBuilder(gateway.http(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
