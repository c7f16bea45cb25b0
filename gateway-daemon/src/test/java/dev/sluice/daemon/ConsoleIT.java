package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the console is made of and what it asks for; how it looks and behaves is tried in a browser. */
class ConsoleIT extends GatewayWithAdmin {
    @Test
    void servesThePageWithAPolicyThatAllowsNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = get("/console");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        int port = gateway.listeners().get(0).address().getPort();
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'; script-src 'self'; style-src 'self';", "ws://127.0.0.1:" + port)
                .doesNotContain("unsafe");
        assertThat(page.body()).contains("console/app.js").doesNotContain("<script>", "style=", "<style");
    }

    @Test
    void servesModulesThatBrowsersKeepAndAskAboutAgain() throws Exception {
        for (String file : new String[] {"app.js", "lit/lit-html.js", "lit/directives/repeat.js", "vendor/uplot.js"}) {
            HttpResponse<String> module = get("/console/" + file);
            assertThat(module.statusCode()).as(file).isEqualTo(200);
            assertThat(module.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
        }
        HttpResponse<String> first = get("/console/console.css");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
        HttpRequest again = HttpRequest.newBuilder(admin("/console/console.css"))
                .header("If-None-Match", tag)
                .build();
        HttpResponse<String> second = http.send(again, BodyHandlers.ofString());
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void servesNothingElseOfTheClassPath() throws Exception {
        assertThat(get("/console/none.js").statusCode()).isEqualTo(404);
        assertThat(get("/console/..%2f..%2flogback.xml").statusCode()).isEqualTo(404);
        assertThat(get("/console/vendor/../app.js").statusCode()).isNotEqualTo(500);
        assertThat(get("/console/vendor").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(admin("/console"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void tellsWhatProtocolsCallADevice() throws Exception {
        assertThat(names("valve-1")).contains("\"name\":\"/valve/valve-1\"", "\"name\":\"/valve\"");
        assertThat(names("pi-1")).contains("\"name\":\"/endrpi\"");
        assertThat(names("display-2")).contains("\"protocol\":\"placeos\"").contains(" / Display / 2");
        assertThat(names("temperature-1")).contains("\"protocol\":\"valtronics\",\"label\":\"device_id\"");
        assertThat(names("wearable-1"))
                .contains("\"protocol\":\"biometric\",\"label\":\"user\",\"name\":\"wearable-1\"");
    }

    @Test
    void mayConnectToTheProtocolsAndNoOtherPageMayForIt() throws Exception {
        int own = gateway.admin().orElseThrow().address().getPort();
        assertThat(handshake("127.0.0.1", "http://127.0.0.1:" + own)).startsWith("HTTP/1.1 101");
        assertThat(handshake("localhost", "http://localhost:" + own)).startsWith("HTTP/1.1 101");
        assertThat(handshake("127.0.0.1", "http://127.0.0.1:" + (own - 1))).startsWith("HTTP/1.1 403");
        assertThat(handshake("127.0.0.1", "https://127.0.0.1:" + own)).startsWith("HTTP/1.1 403");
        assertThat(handshake("rebound.example", "http://rebound.example:" + own))
                .startsWith("HTTP/1.1 403");
    }

    private String handshake(String host, String origin) throws IOException {
        int port = gateway.listeners().get(0).address().getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String head = "GET /endrpi HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nOrigin: " + origin
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
            return new String(first, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void tellsWhatADeviceSaidLately() throws Exception {
        post("/api/devices/wearable-1/actions/simulate-heart-rate", "{\"bpm\": 180}");
        assertThat(json("/api/devices/wearable-1/history").toString()).contains("\"heart-rate\":{\"start\":", "180");
        post("/api/devices/valve-1/actions/simulate-leak", "{\"size\": \"major\"}");
        assertThat(json("/api/recent?device=valve-1&kind=alert")
                        .path("events")
                        .path(0)
                        .path("severity")
                        .asString())
                .isEqualTo("critical");
        assertThat(get("/api/recent?kind=shout").statusCode()).isEqualTo(400);
        assertThat(json("/api/devices?can=simulate-leak").path("total").intValue())
                .isEqualTo(1);
    }

    @Test
    void runsAScenarioOneAtATime() throws Exception {
        assertThat(json("/api/scenario").path("state").asString()).isEqualTo("none");
        String later = "{\"steps\": [{\"at\": \"1h\", \"device\": \"valve-1\", \"action\": \"set-siren\"}]}";
        assertThat(post("/api/scenario", later).statusCode()).isEqualTo(200);
        assertThat(post("/api/scenario", later).statusCode()).isEqualTo(409);
        HttpRequest end =
                HttpRequest.newBuilder(admin("/api/scenario")).DELETE().build();
        assertThat(http.send(end, BodyHandlers.ofString()).body()).contains("\"state\":\"stopped\"");
        assertThat(post("/api/scenario", "{\"steps\": \"- {at: soon}\"}").statusCode())
                .isEqualTo(400);
    }

    private String names(String device) throws IOException, InterruptedException {
        return json("/api/devices/" + device).path("names").toString();
    }
}
