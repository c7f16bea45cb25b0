package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Limits;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.Stage;
import dev.sluice.testkit.TestGateway;
import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.DoubleNode;

/** The transport with real sockets: HTTP, the handshake, sessions, events and the end. */
class GatewayServerIT {
    private static final Map<String, String> NO_HEADERS = Map.of();
    private static final Map<String, String> BASIC = Map.of(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(("ada:" + Stage.PASSWORD).getBytes(StandardCharsets.UTF_8)));

    private EchoProtocol echo;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        echo = new EchoProtocol(Limits.DEFAULT.withMessageBytes(100_000).withCallsInFlight(1));
        gateway = new TestGateway(echo.alone());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void echoesOverWsAndWss() {
        try (WsClient plain = gateway.connect("/open", NO_HEADERS);
                WsClient tls = WsClient.connect(gateway.http(), gateway.wss("/open"), NO_HEADERS)) {
            assertThat(plain.send("grüße").next()).isEqualTo("grüße");
            assertThat(tls.send("über TLS").next()).isEqualTo("über TLS");
            assertThat(plain.sendBinary((byte) 1, (byte) 2).next()).isEqualTo("binary 2");
        }
    }

    @Test
    void carriesLargeMessagesAndFragments() throws Exception {
        String large = "ä".repeat(40_000);
        try (WsClient client = gateway.connect("/open", NO_HEADERS)) {
            assertThat(client.send(large).next()).isEqualTo(large);
        }
        try (RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
            raw.write(RawSocket.frame(0x01, new byte[] {euro[0]}));
            raw.write(RawSocket.frame(0x89, new byte[] {'!'}));
            raw.write(RawSocket.frame(0x00, new byte[] {euro[1]}));
            raw.write(RawSocket.frame(0x80, new byte[] {euro[2]}));
            assertThat(raw.readFrame()).isEqualTo("10 !");
            assertThat(raw.readFrame()).isEqualTo("1 €");
        }
    }

    @Test
    void refusesBeforeTheUpgradeWhoCannotShowWhoTheyAre() {
        assertThat(WsClient.refusal(gateway.http(), gateway.ws("/secret"), NO_HEADERS))
                .isEqualTo(401);
        assertThat(WsClient.refusal(gateway.http(), gateway.ws("/nowhere"), BASIC))
                .isEqualTo(404);
        try (WsClient client = gateway.connect("/secret?x=1", BASIC)) {
            assertThat(client.send("who").next()).isEqualTo("ada");
        }
    }

    @Test
    void givesATicketThatWorksOnce() throws Exception {
        HttpResponse<String> answer = ask(HttpRequest.newBuilder(gateway.http("/auth/ticket"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .header("Authorization", BASIC.get("Authorization")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(answer.body()).matches("\\{\"ticket\":\"[A-Za-z0-9_-]{32}\",\"expires_in\":30}");
        String ticket = answer.body().split("\"")[3];
        try (WsClient client = gateway.connect("/secret?ticket=" + ticket, NO_HEADERS)) {
            assertThat(client.send("who").next()).isEqualTo("ada");
        }
        assertThat(WsClient.refusal(gateway.http(), gateway.ws("/secret?ticket=" + ticket), NO_HEADERS))
                .isEqualTo(401);
    }

    @Test
    void givesNoTicketWithoutGoodCredentials() throws Exception {
        HttpResponse<String> answer =
                ask(HttpRequest.newBuilder(gateway.http("/auth/ticket")).POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Basic realm=\"test\"");
        assertThat(ask(HttpRequest.newBuilder(gateway.http("/auth/ticket")).GET())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void servesPagesBesideTheSockets() throws Exception {
        assertThat(get("/hello/you").body()).isEqualTo("hello you");
        assertThat(get("/").body())
                .contains("<title>Sluice</title>")
                .contains("ws://127.0.0.1:")
                .contains("/open");
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(get("/broken").statusCode()).isEqualTo(500);
        HttpResponse<String> notAnUpgrade = get("/open");
        assertThat(notAnUpgrade.statusCode()).isEqualTo(426);
        assertThat(notAnUpgrade.headers().firstValue("upgrade")).contains("websocket");
        HttpResponse<String> body = ask(HttpRequest.newBuilder(gateway.http("/body"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000))));
        assertThat(body.body()).isEqualTo("POST 100000");
    }

    @Test
    void refusesAPathThatIsNotWellEncoded() throws Exception {
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            raw.write("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            String request = "GET /hello/%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n";
            raw.write(request.formatted("a", "")
                    + request.formatted("b", "")
                    + request.formatted("c", "Connection: close\r\n"));
            assertThat(raw.readAll()).containsSubsequence("hello a", "hello b", "hello c");
        }
    }

    @Test
    void takesFramesThatComeWithTheHandshake() throws Exception {
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            byte[] early = RawSocket.text("early");
            byte[] handshake = RawSocket.HANDSHAKE.getBytes(StandardCharsets.UTF_8);
            byte[] both = Arrays.copyOf(handshake, handshake.length + early.length);
            System.arraycopy(early, 0, both, handshake.length, early.length);
            raw.write(both);
            assertThat(raw.readHead())
                    .startsWith("HTTP/1.1 101 ")
                    .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(raw.readFrame()).isEqualTo("1 early");
        }
    }

    @Test
    void refusesHandshakesThatBreakTheStandard() throws Exception {
        assertThat(handshake("GET /open", "POST /open")).startsWith("HTTP/1.1 400 ");
        assertThat(handshake("HTTP/1.1", "HTTP/1.0")).startsWith("HTTP/1.1 400 ");
        assertThat(handshake("Version: 13", "Version: 8"))
                .startsWith("HTTP/1.1 426 ")
                .containsIgnoringCase("sec-websocket-version: 13");
        assertThat(handshake("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=")).startsWith("HTTP/1.1 400 ");
        assertThat(handshake("Connection: Upgrade", "Connection: close")).startsWith("HTTP/1.1 400 ");
        assertThat(handshake("Host: localhost", "Host : localhost")).startsWith("HTTP/1.1 400 ");
        assertThat(handshake("Host: localhost", "Host: localhost\r\nX: " + "y".repeat(20_000)))
                .startsWith("HTTP/1.1 431 ");
    }

    private String handshake(String part, String other) throws IOException {
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            raw.write(RawSocket.HANDSHAKE.replace(part, other));
            return raw.readAll();
        }
    }

    @Test
    void closesOnceWithTheRightCodeWhenFramingIsBroken() throws Exception {
        assertClosed(RawSocket.frame(0xc1, new byte[] {'x'}), 1002); // a reserved bit
        assertClosed(new byte[] {(byte) 0x81, 1, 'x'}, 1002); // not masked
        assertClosed(RawSocket.frame(0x83, new byte[0]), 1002); // a reserved opcode
        assertClosed(RawSocket.frame(0x80, new byte[0]), 1002); // a continuation of nothing
        assertClosed(RawSocket.frame(0x09, new byte[0]), 1002); // a fragmented ping
        assertClosed(RawSocket.frame(0x88, new byte[] {3}), 1002); // half a close code
        assertClosed(RawSocket.frame(0x88, new byte[] {3, (byte) 0xed}), 1002); // close code 1005
        assertClosed(RawSocket.frame(0x81, new byte[] {(byte) 0xc0, (byte) 0x80}), 1007);
        assertClosed(RawSocket.frame(0x81, new byte[100_001]), 1009);
    }

    private void assertClosed(byte[] frame, int code) throws IOException {
        try (RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            raw.write(RawSocket.text("before")).write(frame);
            assertThat(raw.readFrame()).isEqualTo("1 before");
            assertThat(raw.readFrame()).startsWith("8 " + code + " ");
            if (code == 1007 || code == 1009) {
                raw.write(RawSocket.frame(0x88, new byte[] {3, (byte) 0xe8}));
            }
            assertThat(raw.isAtEnd()).isTrue();
        }
    }

    @Test
    void answersACloseWithTheSameCodeAndEndsTheConnection() throws Exception {
        try (RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            raw.write(RawSocket.frame(0x88, new byte[] {0x0b, (byte) 0xb8, 'b', 'y', 'e'}));
            assertThat(raw.readFrame()).isEqualTo("8 3000 ");
            assertThat(raw.isAtEnd()).isTrue();
        }
        assertThat(echo.closed.poll(20, TimeUnit.SECONDS)).isEqualTo("3000 bye");
    }

    @Test
    void tellsTheHandlerOnceWhenAConnectionJustEnds() throws Exception {
        RawSocket.upgraded(gateway.port("http")).close();
        assertThat(echo.closed.poll(20, TimeUnit.SECONDS)).isEqualTo("1006 ");
        assertThat(echo.closed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "overflow", "link", "memory", "assert"})
    void closesASessionWhoseHandlerFailsAndNoOther(String how) {
        try (LogLines log = LogLines.ofEverything();
                WsClient other = gateway.connect("/open", NO_HEADERS)) {
            WsClient failing = gateway.connect("/open", NO_HEADERS);
            assertThat(failing.send(how).closeCode()).isEqualTo(1011);
            assertThat(other.send("still here").next()).isEqualTo("still here");
            assertThat(log.errors()).singleElement().asString().startsWith("session 2 ");
        }
    }

    @Test
    void closesWithTheHandlersCode() {
        WsClient client = gateway.connect("/open", NO_HEADERS);
        assertThat(client.send("close 4001").closeCode()).isEqualTo(4001);
    }

    @Test
    void holdsTheNextMessageBackWhileACallIsUnderWay() {
        try (WsClient client = gateway.connect("/open", NO_HEADERS)) {
            client.send("wait").send("second").send("third");
            echo.release.complete("first");
            assertThat(client.next()).isEqualTo("first");
            assertThat(client.next()).isEqualTo("second");
            assertThat(client.next()).isEqualTo("third");
        }
    }

    @Test
    void bringsEventsOfDevicesToEverySessionThatWatches() {
        DeviceDescriptor descriptor =
                new DeviceDescriptor(new DeviceId("pi"), Profile.named("raspberry-pi"), "Pi", Map.of());
        try (WsClient one = gateway.connect("/open", NO_HEADERS);
                WsClient two = gateway.connect("/open", NO_HEADERS)) {
            assertThat(one.send("watch").next()).isEqualTo("watching");
            assertThat(two.send("watch").next()).isEqualTo("watching");
            try (FakeDevice device = new FakeDevice(descriptor, gateway.bus(), gateway.scheduler())) {
                device.report(Map.of("uptime", DoubleNode.valueOf(1.5)));
            }
            for (WsClient client : List.of(one, two)) {
                assertThat(client.next()).isEqualTo("StatusChange pi");
                assertThat(client.next()).isEqualTo("Reading pi");
                assertThat(client.next()).isEqualTo("StatusChange pi");
            }
        }
    }

    @Test
    void closesEverySessionWith1001WhenItStops() {
        WsClient client = gateway.connect("/open", NO_HEADERS);
        assertThat(client.send("hello").next()).isEqualTo("hello");
        gateway.server().close();
        assertThat(client.closeCode()).isEqualTo(1001);
    }

    @Test
    void sendsEverythingThatWasSentBeforeAClose() throws Exception {
        try (RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            raw.write(RawSocket.text("burst 300")).write(RawSocket.text("close 4002"));
            for (int i = 0; i < 300; i++) {
                assertThat(raw.readFrame()).hasSize(1002);
            }
            assertThat(raw.readFrame()).isEqualTo("8 4002 as you wish");
        }
    }

    @Test
    void dropsAReaderThatLetsTooMuchWait() throws Exception {
        try (RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            raw.write(RawSocket.text("burst 30000"));
            assertThat(echo.closed.poll(20, TimeUnit.SECONDS)).isEqualTo("1006 too slow");
        }
    }

    @Test
    void saysInOneLineThatAPortIsInUse() {
        String yaml = "listeners: [{name: again, port: %d}]".formatted(gateway.port("http"));
        assertThatThrownBy(() -> new TestGateway(yaml, echo.alone()))
                .hasRootCauseInstanceOf(ListenException.class)
                .rootCause()
                .hasMessage("listener again: cannot listen on 127.0.0.1:%d: the port is in use"
                        .formatted(gateway.port("http")));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return ask(HttpRequest.newBuilder(gateway.http(path)).GET());
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
        return gateway.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
