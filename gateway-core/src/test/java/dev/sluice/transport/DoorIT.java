package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.protocol.Limits;
import dev.sluice.testkit.Stage;
import dev.sluice.testkit.TestGateway;
import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The limits of a connection before and while it is a session, each with the answer that it is promised. */
class DoorIT {
    private final EchoProtocol echo = new EchoProtocol(Limits.DEFAULT);

    @Test
    void answers408WhenTheHeadersTakeTooLongAlsoIfThereAreNone() throws IOException {
        try (TestGateway gateway = gateway("header-time: 50ms")) {
            for (String begun : new String[] {"", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Never: ends"}) {
                try (RawSocket raw = new RawSocket(gateway.port("http"))) {
                    raw.write(begun);
                    assertThat(raw.readAll())
                            .startsWith("HTTP/1.1 408 ")
                            .endsWith("the request's headers took too long\n");
                }
            }
        }
    }

    @Test
    void answers408WhenTheBodyTakesTooLong() throws IOException {
        try (TestGateway gateway = gateway("body-time: 50ms");
                RawSocket raw = new RawSocket(gateway.port("http"))) {
            raw.write("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nx");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 408 ").endsWith("the request's body took too long\n");
        }
    }

    @Test
    void measuresRequestLineHeadersAndBodyByTheConfiguration() throws IOException {
        try (TestGateway gateway = gateway("request-line: 256, headers: 1KiB, body: 10")) {
            assertThat(answer(gateway, "GET /" + "x".repeat(300) + " HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 414 ");
            assertThat(answer(gateway, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(1100) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(
                            answer(
                                    gateway,
                                    "POST /body HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 11\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ");
        }
    }

    private static String answer(TestGateway gateway, String request) throws IOException {
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            return raw.write(request).readAll();
        }
    }

    @Test
    void answers429ToMoreConnectionsFromOneAddressAndNothingToManyMore() throws IOException {
        try (TestGateway gateway = gateway("connections-per-address: 1, connections-exempt: []")) {
            try (RawSocket first = RawSocket.upgraded(gateway.port("http"));
                    RawSocket second = new RawSocket(gateway.port("http"));
                    RawSocket third = new RawSocket(gateway.port("http"))) {
                assertThat(third.isAtEnd()).isTrue();
                second.write(RawSocket.HANDSHAKE);
                assertThat(second.readAll())
                        .startsWith("HTTP/1.1 429 ")
                        .containsIgnoringCase("retry-after: 5\r\n")
                        .endsWith("too many connections from 127.0.0.1\n");
                assertThat(echoed(first)).isEqualTo("1 still here");
            }
            await().until(() -> answer(gateway, RawSocket.HANDSHAKE.replace("Upgrade: websocket", "Connection: close"))
                    .startsWith("HTTP/1.1 426 "));
        }
    }

    @Test
    void answers503ToMoreConnectionsThanThereMayBeAndNothingToMoreStill() throws IOException {
        try (TestGateway gateway = gateway("connections: 1");
                RawSocket first = RawSocket.upgraded(gateway.port("http"));
                RawSocket second = new RawSocket(gateway.port("http"));
                RawSocket third = new RawSocket(gateway.port("http"))) {
            assertThat(third.isAtEnd()).isTrue();
            second.write(RawSocket.HANDSHAKE);
            assertThat(second.readAll())
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("retry-after: 5\r\n")
                    .endsWith("all 1 connections are in use\n");
            assertThat(echoed(first)).isEqualTo("1 still here");
        }
    }

    private static String echoed(RawSocket raw) throws IOException {
        return raw.write(RawSocket.text("still here")).readFrame();
    }

    @Test
    void answers429ToMoreConnectionsOfOneUser() {
        EchoProtocol one = new EchoProtocol(Limits.DEFAULT.with(limits -> limits.connectionsPerUser(1)));
        try (TestGateway gateway = new TestGateway(one.alone())) {
            WsClient first = gateway.connect("/secret", login("ada"));
            assertThat(WsClient.refusal(gateway.http(), gateway.ws("/secret"), login("ada")))
                    .isEqualTo(429);
            gateway.connect("/open", Map.of()).close();
            gateway.connect("/open", Map.of()).close();
            first.close();
            await().ignoreExceptions().until(() -> {
                gateway.connect("/secret", login("ada")).close();
                return true;
            });
        }
    }

    private static Map<String, String> login(String user) {
        String credentials = user + ":" + Stage.PASSWORD;
        return Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void closesAClientThatSendsTooManyBytes() throws IOException {
        EchoProtocol few = new EchoProtocol(Limits.DEFAULT.with(limits -> limits.bytesPerSecond(1000)));
        try (TestGateway gateway = new TestGateway(few.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            for (int i = 0; i < 100; i++) {
                raw.write(RawSocket.text("x".repeat(900)));
            }
            String frame = raw.readFrame();
            while (frame.startsWith("1 x")) {
                frame = raw.readFrame();
            }
            assertThat(frame).isEqualTo("8 1008 more than 1000 bytes a second");
        }
    }

    @Test
    void endsAConnectionThatHasLivedLongEnough() throws IOException {
        EchoProtocol mortal = new EchoProtocol(Limits.DEFAULT.with(limits -> limits.lifetime(Duration.ofMillis(10))));
        try (TestGateway gateway = new TestGateway(mortal.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            assertThat(raw.readFrame()).isEqualTo("8 1001 the connection has lived long enough, connect again");
        }
    }

    @Test
    void tellsEveryClientThatItIsShuttingDown() throws IOException {
        TestGateway gateway = new TestGateway(echo.alone());
        WsClient one = gateway.connect("/open", Map.of());
        WsClient two = gateway.connect("/open", Map.of());
        gateway.close();
        assertThat(one.closeCode()).isEqualTo(1001);
        assertThat(two.closeCode()).isEqualTo(1001);
    }

    private TestGateway gateway(String limits) {
        return new TestGateway(
                "listeners: [{name: http, port: 0}]\ntransport: {limits: {" + limits + "}}", echo.alone());
    }
}
