package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The admin listener of a whole gateway, as the embedded default starts it: on loopback, without a token. */
class AdminIT extends GatewayWithAdmin {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-z]+)\"");

    @Test
    void isAliveAndReadyPartByPart() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(200);
        JsonNode json = JSON.readTree(ready.body());
        assertThat(json.path("ready").booleanValue()).isTrue();
        assertThat(json.path("parts").valueStream().map(part -> part.path("part")
                        .stringValue()))
                .containsExactly("gateway", "journal", "adapter simulator");
    }

    @Test
    void listsDevicesAPageAtATimeAndOneWithItsProfile() throws Exception {
        JsonNode all = json("/api/devices?limit=2");
        assertThat(all.path("total").intValue()).isGreaterThan(2);
        assertThat(all.path("devices")).hasSize(2);
        JsonNode valves = json("/api/devices?q=VALVE&status=online");
        assertThat(valves.path("devices").valueStream().map(device -> device.path("id")
                        .stringValue()))
                .contains("valve-1");
        JsonNode valve = json("/api/devices/valve-1");
        assertThat(valve.path("status").stringValue()).isEqualTo("online");
        assertThat(valve.path("attributes").path("siren").path("value").isBoolean())
                .isTrue();
        assertThat(valve.path("attributes").path("siren").path("at").isString()).isTrue();
        assertThat(valve.path("profile").path("actions").size()).isPositive();
        assertThat(get("/api/devices/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/api/devices?limit=0").body()).contains("limit: '0' (expected: integer 1..1000)");
    }

    @Test
    void hasADeviceActAndTellsTheOutcome() throws Exception {
        HttpResponse<String> unknown = post("/api/devices/valve-1/actions/fly", "{}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(unknown.body()).path("reason").stringValue()).isEqualTo("unsupported");
        assertThat(post("/api/devices/valve-1/actions/fly", "[]").statusCode()).isEqualTo(400);
        HttpResponse<String> wrong = post("/api/devices/valve-1/actions/set-siren", "{\"on\":\"perhaps\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(wrong.body()).path("reason").stringValue()).isEqualTo("invalid");
        HttpResponse<String> done = post("/api/devices/valve-1/actions/set-siren", "{\"on\":true}");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(JSON.readTree(done.body()).path("outcome").stringValue()).isEqualTo("done");
    }

    @Test
    void tellsWhatDevicesSayWhileTheySayIt() {
        try (WsClient listener = events("?kind=reading");
                WsClient other = events("?device=nothing")) {
            listener.next("\"event\":\"watching\"");
            other.next("\"event\":\"watching\"");
            assertThat(listener.next("\"event\":\"reading\"")).contains("\"attributes\":{");
            other.send("{\"kinds\":[\"shout\"]}");
            assertThat(other.next())
                    .contains("kind: 'shout' (expected: one of reading, status-change, alert, log-line)");
            other.send("{\"kinds\":[\"reading\"]}");
            other.next("\"event\":\"watching\"");
            assertThat(other.next("\"event\":\"reading\"")).contains("\"device\":");
        }
    }

    @Test
    void listsSessionsAndClosesOne() throws Exception {
        URI endrpi = URI.create(
                "ws://127.0.0.1:" + gateway.listeners().get(0).address().getPort() + "/endrpi");
        try (WsClient pi = WsClient.connect(http, endrpi, Map.of())) {
            pi.send("{\"action\":\"READ_TEMPERATURE\"}").next();
            JsonNode list = json("/api/sessions?protocol=endrpi");
            assertThat(list.path("total").intValue()).isEqualTo(1);
            JsonNode row = list.path("sessions").path(0);
            assertThat(row.path("messages_in").intValue()).isEqualTo(1);
            assertThat(row.path("listener").stringValue()).isEqualTo("http");
            Matcher id = ID.matcher(row.toString());
            assertThat(id.find()).isTrue();
            String path = "/api/sessions/" + id.group(1);
            assertThat(get(path).statusCode()).isEqualTo(200);
            assertThat(delete(path + "?code=1005").body()).contains("code: '1005' (expected: ");
            assertThat(delete(path + "?code=4001&reason=bye").statusCode()).isEqualTo(200);
            assertThat(pi.closeCode()).isEqualTo(4001);
        }
        assertThat(delete("/api/sessions/none").statusCode()).isEqualTo(404);
    }

    @Test
    void showsTheFramesOfASessionWithoutItsSecrets() throws Exception {
        URI endrpi = URI.create(
                "ws://127.0.0.1:" + gateway.listeners().get(0).address().getPort() + "/endrpi");
        try (WsClient pi = WsClient.connect(http, endrpi, Map.of())) {
            String id = json("/api/sessions?protocol=endrpi")
                    .path("sessions")
                    .path(0)
                    .path("id")
                    .stringValue();
            String path = "/api/sessions/" + id + "/frames";
            JsonNode first = json(path);
            assertThat(first.path("open").booleanValue()).isTrue();
            assertThat(first.path("frames")).isEmpty();
            pi.send("{\"action\":\"READ_TEMPERATURE\",\"password\":\"s3cr3t\"}").next();
            pi.send("no JSON").next();
            JsonNode frames =
                    json(path + "?after=" + first.path("last").longValue()).path("frames");
            assertThat(frames.path(0).path("direction").stringValue()).isEqualTo("in");
            assertThat(frames.path(0).path("text").stringValue())
                    .isEqualTo("{\"action\":\"READ_TEMPERATURE\",\"password\":\"***\"}");
            assertThat(frames.path(1).path("direction").stringValue()).isEqualTo("out");
            assertThat(frames.path(1).path("text").stringValue()).contains("READ_TEMPERATURE");
            assertThat(frames.path(2).path("size").intValue()).isEqualTo(7);
            assertThat(frames.path(2).has("text")).isFalse();
            assertThat(json(path + "?after=" + frames.path(1).path("number").longValue())
                            .path("frames"))
                    .hasSize(2);
            assertThat(get(path + "?after=x").body()).contains("after: 'x' (expected: number of a frame, 0 for all)");
        }
        assertThat(get("/api/sessions/none/frames").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsWhatRuns() throws Exception {
        JsonNode info = json("/api/info");
        assertThat(info.path("protocols").valueStream().map(p -> p.path("name").stringValue()))
                .contains("valve", "endrpi", "placeos", "valtronics", "biometric")
                .doesNotContain("admin");
        assertThat(info.path("adapters").path(0).path("name").stringValue()).isEqualTo("simulator");
        assertThat(info.path("listeners")).hasSize(2);
    }

    @Test
    void isServedNowhereElse() throws Exception {
        URI public_ = URI.create(
                "http://127.0.0.1:" + gateway.listeners().get(0).address().getPort() + "/api/devices");
        assertThat(http.send(HttpRequest.newBuilder(public_).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/valve").statusCode()).isEqualTo(404);
    }

    @Test
    void answersNoPageFromElsewhere() throws Exception {
        assertThat(raw("GET /api/devices HTTP/1.1\r\nHost: rebound.example:9090\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("Host: 'rebound.example:9090' (expected: ");
        assertThat(raw("GET /api/devices HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(raw("GET /api/devices HTTP/1.1\r\nHost: [::1]:9090\r\nOrigin: http://[::1]:9090\r\n"))
                .startsWith("HTTP/1.1 200 ");
        HttpRequest form = HttpRequest.newBuilder(admin("/api/devices/valve-1/actions/fly"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(http.send(form, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
        assertThat(raw(head(
                        "GET /api/events HTTP/1.1",
                        "Host: localhost",
                        "Origin: http://evil.example",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")))
                .startsWith("HTTP/1.1 403 ");
        assertThat(raw(head(
                        "POST /auth/ticket HTTP/1.1",
                        "Host: localhost",
                        "Origin: http://evil.example",
                        "Content-Type: application/json",
                        "Content-Length: 0")))
                .startsWith("HTTP/1.1 403 ");
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    @Test
    void refusesOtherMethodsByName() throws Exception {
        assertThat(delete("/api/devices").body()).isEqualTo("{\"error\":\"DELETE (expected: GET, HEAD)\"}");
    }

    @Test
    void publishesMetrics() throws Exception {
        post("/api/devices/valve-1/actions/fly", "{}");
        String metrics = get("/metrics").body();
        assertThat(metrics)
                .contains("sluice_connections{listener=\"http\",protocol=\"valve\"}")
                .contains("sluice_devices{", "sluice_command_seconds_count{outcome=\"unsupported\",profile=\"valve\"}")
                .contains("sluice_build_info{")
                .contains("jvm_memory_used_bytes{");
    }

    private WsClient events(String query) {
        return WsClient.connect(http, socket("/api/events" + query), Map.of());
    }

    /** For headers that the JDK's client does not let one set. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String connection = head.contains("Connection:") ? "" : "Connection: close\r\n";
            socket.getOutputStream().write((head + connection + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
