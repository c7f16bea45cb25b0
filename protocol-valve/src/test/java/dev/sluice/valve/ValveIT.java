package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Attribute;
import dev.sluice.device.Command;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The protocol over the real transport, with valves that obey at once. */
class ValveIT {
    private static final Map<String, String> CREDENTIALS = Map.of("Authorization", Valves.AUTHORIZATION);
    private static final String STATE_REQUEST = "{\"event\":\"requestState\"}";

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(Map.of("valve", Valves.protocol("")));
        for (String id : List.of("valve-1", "valve-2")) {
            gateway.bus().register(Valves.valve(id), this::obey);
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private CompletionStage<Outcome> obey(Command command) {
        DeviceBus bus = gateway.bus();
        Instant now = gateway.scheduler().instant();
        if (command.action().equals("reboot")) {
            bus.publish(new StatusChange(command.device(), Status.ONLINE, Status.MAINTENANCE, "reboot", now));
        } else {
            report(command.device(), "valve", command.arguments().path("position"));
        }
        return CompletableFuture.completedFuture(Outcome.DONE);
    }

    private void report(DeviceId device, String attribute, JsonNode value) {
        Instant now = gateway.scheduler().instant();
        Attribute changed = Profile.named("valve").attribute(attribute, value, now);
        gateway.bus().publish(new Reading(device, Map.of(attribute, changed), now));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/valve", "/valve/valve-1", "/valve/valve-2", "/valve?x=1"})
    void servesEveryPathOverWsAndWss(String path) {
        for (URI uri : List.of(gateway.ws(path), gateway.wss(path))) {
            try (WsClient client = WsClient.connect(gateway.http(), uri, CREDENTIALS)) {
                assertThat(client.next()).isEqualTo(state("closed"));
                assertThat(client.next()).startsWith("{\"event\":\"telemetry\",\"data\":{\"water_flow\":63.62");
                assertThat(client.send("{\"event\":\"ping\"}").next()).isEqualTo("{\"event\":\"pong\"}");
                assertThat(client.send("ping").next()).contains("\"G11\"");
                assertThat(client.sendBinary((byte) 0).next()).contains("\"G11\"");
                assertThat(client.send(STATE_REQUEST).next()).isEqualTo(state("closed"));
            }
        }
    }

    @Test
    void refusesBeforeTheUpgrade() throws Exception {
        assertThat(refusal("/valve", Map.of())).isEqualTo(401);
        assertThat(refusal("/valve", Map.of("Authorization", Valves.basic("ada:guess"))))
                .isEqualTo(401);
        assertThat(refusal("/", Map.of())).isEqualTo(401);
        assertThat(refusal("/valve/cellar", Map.of("Authorization", "Basic ?"))).isEqualTo(401);
        assertThat(refusal("/valve/cellar", CREDENTIALS)).isEqualTo(404);
        assertThat(refusal("/valve/valve-1/", CREDENTIALS)).isEqualTo(404);
    }

    @Test
    void letsABrowserInWithATicket() throws Exception {
        for (String path : List.of("/valve", "/")) {
            String query = "?ticket=" + ticket();
            try (WsClient client = WsClient.connect(gateway.http(), gateway.wss(path + query), Map.of())) {
                assertThat(client.next()).isEqualTo(state("closed"));
            }
            assertThat(refusal(path + query, Map.of())).isEqualTo(401);
        }
    }

    @Test
    void tellsAChangeToEveryClientOfThatValve() {
        List<WsClient> clients = new ArrayList<>();
        for (String path : List.of("/valve", "/", "/valve/valve-1", "/valve/valve-2")) {
            clients.add(connected(path));
        }
        clients.get(1).send("{\"event\":\"changeState\",\"data\":{\"valve_state\":\"open\"}}");
        for (WsClient client : clients.subList(0, 3)) {
            assertThat(client.next()).isEqualTo(state("open"));
        }
        for (WsClient client : clients) {
            String own = client == clients.get(3) ? "closed" : "open";
            assertThat(client.send(STATE_REQUEST).next()).isEqualTo(state(own));
            client.close();
        }
    }

    @Test
    void tellsManyOrdersInTheirOrderAndNothingTwice() {
        try (WsClient client = connected("/valve")) {
            for (int i = 0; i < 50; i++) {
                client.send("{\"event\":\"changeState\",\"data\":{\"valve_state\":\"open\"}}");
                client.send("{\"event\":\"changeState\",\"data\":{\"valve_state\":\"closed\"}}");
            }
            for (int i = 0; i < 50; i++) {
                assertThat(client.next()).isEqualTo(state("open"));
                assertThat(client.next()).isEqualTo(state("closed"));
            }
            assertThat(client.send("{\"event\":\"ping\"}").next()).isEqualTo("{\"event\":\"pong\"}");
        }
    }

    @Test
    void closesEveryClientWhenTheHubRestarts() {
        WsClient asker = connected("/valve");
        WsClient other = connected("/valve");
        asker.send("{\"event\":\"changeState\",\"data\":{\"signal_reboot\":true}}");
        assertThat(asker.next()).isEqualTo(state("closed"));
        assertThat(asker.closeCode()).isEqualTo(1012);
        assertThat(other.closeCode()).isEqualTo(1012);
    }

    @Test
    void tellsReadingsAsTheyCome() {
        try (WsClient client = connected("/valve")) {
            report(new DeviceId("valve-1"), "leak", StringNode.valueOf("major"));
            assertThat(client.next()).contains("\"leak_status\":\"Major Leak\"");
        }
    }

    /** A client that has taken what it is told at first. */
    private WsClient connected(String path) {
        WsClient client = gateway.connect(path, CREDENTIALS);
        assertThat(client.next()).isEqualTo(state("closed"));
        assertThat(client.next()).startsWith("{\"event\":\"telemetry\"");
        return client;
    }

    private int refusal(String path, Map<String, String> headers) {
        return WsClient.refusal(gateway.http(), gateway.ws(path), headers);
    }

    private String ticket() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.https("/auth/ticket"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .header("Authorization", Valves.AUTHORIZATION)
                .build();
        HttpResponse<String> answer = gateway.http().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().split("\"")[3];
    }

    private static String state(String valve) {
        return "{\"event\":\"state\",\"data\":{\"valve_state\":\"" + valve
                + "\",\"radio_state\":\"connected\",\"siren\":false}}";
    }
}
