package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.protocol.Limits;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.TestGateway;
import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

/** What the transport does to clients that are too fast, too slow, too many, too silent, or from the wrong place. */
class LimitsIT {
    private static final Limits LIMITS = Limits.DEFAULT;

    @Test
    void closesAClientThatSendsTooFast() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS.withMessagesPerSecond(10));
        try (TestGateway gateway = new TestGateway(echo.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            for (int i = 0; i < 100; i++) {
                raw.write(RawSocket.text("hello"));
            }
            String frame = raw.readFrame();
            while (frame.equals("1 hello")) {
                frame = raw.readFrame();
            }
            assertThat(frame).isEqualTo("8 1008 more than 10 messages a second");
        }
    }

    @Test
    void refusesMoreConnectionsThanAllowedUntilOneEnds() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS.with(limits -> limits.messageBytes(1000)
                .fragments(10)
                .messagesPerSecond(0)
                .mailboxEvents(100)
                .outboundBytes(1 << 20)
                .connections(2)));
        try (TestGateway gateway = new TestGateway(echo.alone())) {
            WsClient one = gateway.connect("/open", Map.of());
            try (WsClient two = gateway.connect("/open", Map.of())) {
                assertThat(WsClient.refusal(gateway.http(), gateway.ws("/open"), Map.of()))
                        .isEqualTo(503);
                assertThat(two.send("still here").next()).isEqualTo("still here");
                one.close();
                assertThat(echo.closed.poll(20, TimeUnit.SECONDS)).isEqualTo("1000 ");
                try (WsClient three = connectEventually(gateway)) {
                    assertThat(three.send("in").next()).isEqualTo("in");
                }
            }
        }
    }

    /** The place is free when the server has seen the end of the connection, which may be a moment after the Close. */
    private static WsClient connectEventually(TestGateway gateway) {
        for (int i = 0; ; i++) {
            try {
                return gateway.connect("/open", Map.of());
            } catch (CompletionException e) {
                if (i == 1000) {
                    throw e;
                }
            }
        }
    }

    @Test
    void mergesReadingsForAReaderThatIsBehindAndLosesNoStatus() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS);
        String oneLoop = "listeners: [{name: http, port: 0}]\ntransport: {event-loops: 1}";
        try (TestGateway gateway = new TestGateway(oneLoop, echo.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"));
                WsClient witness = gateway.connect("/open", Map.of());
                FakeDevice device = device(gateway)) {
            raw.write(RawSocket.text("watch-large"));
            assertThat(raw.readFrame()).isEqualTo("1 watching");
            assertThat(witness.send("watch").next()).isEqualTo("watching");
            int published = 5000; // a hundred megabytes, if each were sent
            for (int i = 0; i < published; i++) {
                device.report(Map.of("uptime", IntNode.valueOf(i)));
            }
            device.report(Status.WARNING, "test");
            witness.next("StatusChange"); // nothing is read before the loop has seen everything
            int readings = 0;
            String frame = raw.readFrame();
            while (frame.startsWith("1 Reading")) {
                readings++;
                frame = raw.readFrame();
            }
            assertThat(frame).startsWith("1 StatusChange");
            assertThat(readings).isBetween(1, published - 1);
        }
    }

    @Test
    void closesAReaderThatIsBehindWhenWhatMayNotBeDroppedFindsNoRoom() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS.with(limits -> limits.messageBytes(1000)
                .fragments(10)
                .messagesPerSecond(0)
                .mailboxEvents(10)
                .outboundBytes(1 << 20)));
        try (TestGateway gateway = new TestGateway(echo.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"));
                FakeDevice device = device(gateway);
                WsClient other = gateway.connect("/open", Map.of())) {
            raw.write(RawSocket.text("watch-large"));
            assertThat(raw.readFrame()).isEqualTo("1 watching");
            for (int i = 0; i < 2000; i++) {
                device.report(Status.WARNING, "test");
            }
            assertThat(echo.closed.poll(20, TimeUnit.SECONDS)).isEqualTo("1013 too slow: 10 events wait");
            assertThat(other.send("unharmed").next()).isEqualTo("unharmed");
            TransportMetrics.Line line = new TransportMetrics.Line("http", "echo");
            assertThat(gateway.server().metrics().get(line, Count.EVENTS_GIVEN_UP))
                    .isEqualTo(11);
            assertThat(gateway.server().metrics().get(line, Count.TOO_SLOW)).isEqualTo(1);
        }
    }

    @Test
    void handsOverWhatIsFedInOrder() {
        EchoProtocol echo = new EchoProtocol(LIMITS);
        try (TestGateway gateway = new TestGateway(echo.alone());
                WsClient client = gateway.connect("/open", Map.of())) {
            client.send("feed 1000");
            for (int i = 0; i < 1000; i++) {
                assertThat(client.next()).startsWith(i + " x");
            }
        }
    }

    @Test
    void closesAReaderThatDoesNotTakeWhatIsFed() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS.with(limits -> limits.messageBytes(1000)
                .fragments(10)
                .messagesPerSecond(0)
                .mailboxEvents(10)
                .outboundBytes(1 << 20)));
        try (TestGateway gateway = new TestGateway(echo.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"));
                WsClient other = gateway.connect("/open", Map.of())) {
            raw.write(RawSocket.text("feed 5000"));
            assertThat(echo.closed.poll(20, TimeUnit.SECONDS)).isEqualTo("1013 too slow: 10 messages wait");
            assertThat(other.send("unharmed").next()).isEqualTo("unharmed");
        }
    }

    @Test
    void letsTasksWaitUntilThePeerHasTakenWhatWasSent() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS.with(limits -> limits.messageBytes(1000)
                .fragments(10)
                .messagesPerSecond(0)
                .mailboxEvents(10)
                .outboundBytes(64 << 20)));
        try (TestGateway gateway = new TestGateway(echo.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            raw.write(RawSocket.text("when-writable"));
            assertThat(raw.readFrame()).hasSizeGreaterThan(20_000_000);
            assertThat(raw.readFrame()).isEqualTo("1 writable");
        }
    }

    @Test
    void findsOutWhetherAPeerIsStillThere() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS);
        try (TestGateway gateway = new TestGateway(echo.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            raw.write(RawSocket.text("patient-probe"));
            assertThat(raw.readFrame()).isEqualTo("9 ");
            raw.write(RawSocket.frame(0x8a, new byte[0]));
            assertThat(raw.readFrame()).isEqualTo("1 alive");
            raw.write(RawSocket.text("probe"));
            assertThat(raw.readFrame()).isEqualTo("9 ");
            assertThat(raw.readFrame()).isEqualTo("1 gone");
        }
    }

    @Test
    void pingsASilentClientAndDropsItWhenItDoesNotAnswer() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS.with(limits -> limits.messageBytes(1000)
                .fragments(10)
                .messagesPerSecond(0)
                .mailboxEvents(10)
                .outboundBytes(1 << 20)
                .idle(Duration.ofMillis(1))));
        try (TestGateway gateway = new TestGateway(echo.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"))) {
            assertThat(raw.readFrame()).isEqualTo("9 ");
            raw.write(RawSocket.frame(0x8a, new byte[0]));
            assertThat(raw.readFrame()).isEqualTo("9 ");
            assertThat(raw.readFrame()).isEqualTo("9 ");
            assertThat(raw.isAtEnd()).isTrue();
            assertThat(echo.closed.poll(20, TimeUnit.SECONDS)).isEqualTo("1006 no answer to pings");
        }
    }

    @Test
    void readsNothingBeforeItIsKnownWhoAsks() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS, List.of("/later"));
        try (TestGateway gateway = new TestGateway(echo.alone());
                RawSocket raw = new RawSocket(gateway.port("http"))) {
            raw.write(RawSocket.HANDSHAKE.replace("/open", "/later"));
            for (int i = 0; i < 100; i++) {
                raw.write(RawSocket.text("early " + i));
            }
            raw.write(RawSocket.text("who"));
            echo.release.complete("ada");
            assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
            for (int i = 0; i < 100; i++) {
                assertThat(raw.readFrame()).isEqualTo("1 early " + i);
            }
            assertThat(raw.readFrame()).isEqualTo("1 ada");
        }
    }

    @Test
    void endsASessionWhoseCredentialsHaveExpired() throws Exception {
        EchoProtocol echo = new EchoProtocol(LIMITS, List.of("/past"));
        try (TestGateway gateway = new TestGateway(echo.alone());
                RawSocket raw = RawSocket.upgraded(gateway.port("http"), "/past", "")) {
            assertThat(raw.readFrame()).isEqualTo("8 1008 the credentials have expired");
        }
    }

    @Test
    void servesAListenersOwnProtocolsToItsOwnNetworksOnly() throws Exception {
        String yaml = """
                listeners:
                  - {name: http, port: 0}
                  - {name: other, port: 0, protocols: [other]}
                  - {name: far, port: 0, allow: [192.0.2.0/24]}
                """;
        EchoProtocol echo = new EchoProtocol(LIMITS);
        EchoProtocol other = new EchoProtocol(LIMITS);
        try (TestGateway gateway = new TestGateway(yaml, Map.of("echo", echo, "other", other))) {
            try (RawSocket raw = RawSocket.upgraded(gateway.port("other"))) {
                raw.write(RawSocket.text("close 4000"));
                assertThat(raw.readFrame()).isEqualTo("8 4000 as you wish");
            }
            assertThat(other.closed.poll(20, TimeUnit.SECONDS)).isEqualTo("4000 as you wish");
            try (RawSocket raw = new RawSocket(gateway.port("far"))) {
                raw.write(RawSocket.HANDSHAKE);
                assertThat(raw.readAll())
                        .startsWith("HTTP/1.1 403 ")
                        .contains("{\"error\":\"clients from 127.0.0.1 are not admitted here\"}");
            }
        }
    }

    @Test
    void endsAConnectionThatSpeaksNoTlsOnATlsPort() throws IOException {
        EchoProtocol echo = new EchoProtocol(LIMITS);
        try (TestGateway gateway = new TestGateway(echo.alone());
                RawSocket raw = new RawSocket(gateway.port("https"))) {
            raw.write(RawSocket.HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
            assertThat(raw.readAll()).doesNotContain("HTTP/");
        }
    }

    private static FakeDevice device(TestGateway gateway) {
        return new FakeDevice(
                new DeviceDescriptor(new DeviceId("pi"), Profile.named("raspberry-pi"), "Pi", Map.of()),
                gateway.bus(),
                gateway.scheduler());
    }
}
