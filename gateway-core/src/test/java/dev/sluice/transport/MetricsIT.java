package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Principal;
import dev.sluice.testkit.TestGateway;
import dev.sluice.testkit.WsClient;
import dev.sluice.transport.TransportMetrics.Line;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the transport counts, and what it tells of its sessions. */
class MetricsIT {
    private static final Line LINE = new Line("http", "echo");

    private final TestGateway gateway = new TestGateway(new EchoProtocol(Limits.DEFAULT).alone());
    private final TransportMetrics metrics = gateway.server().metrics();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void countsSessionsMessagesAndBytesByListenerAndProtocol() {
        try (WsClient client = gateway.connect("/open", Map.of())) {
            assertThat(client.send("grüße").next()).isEqualTo("grüße");
            assertThat(client.sendBinary((byte) 1).next()).isEqualTo("binary 1");
            assertThat(metrics.open(LINE)).isEqualTo(1);
            assertThat(metrics.get(LINE, Count.MESSAGES_IN)).isEqualTo(2);
            assertThat(metrics.get(LINE, Count.BYTES_IN)).isEqualTo(8);
            assertThat(metrics.get(LINE, Count.MESSAGES_OUT)).isEqualTo(2);
            assertThat(metrics.get(LINE, Count.BYTES_OUT)).isEqualTo(15);
        }
        await().untilAsserted(() -> assertThat(metrics.open(LINE)).isZero());
        assertThat(metrics.get(new Line("https", "echo"), Count.OPENED)).isZero();
        assertThat(metrics.lines()).containsExactlyInAnyOrder(LINE, new Line("https", "echo"));
    }

    @Test
    void countsRefusalsByReason() {
        WsClient.refusal(gateway.http(), gateway.ws("/nowhere"), Map.of());
        WsClient.refusal(gateway.http(), gateway.ws("/secret"), Map.of());
        WsClient.refusal(gateway.http(), gateway.ws("/secret"), Map.of());
        assertThat(metrics.get("http", Refusal.PATH)).isEqualTo(1);
        assertThat(metrics.get("http", Refusal.CREDENTIALS)).isEqualTo(2);
        assertThat(metrics.get("https", Refusal.PATH)).isZero();
    }

    @Test
    void countsSessionsWhoseProtocolFailed() {
        try (WsClient client = gateway.connect("/open", Map.of())) {
            assertThat(client.send("fail").closeCode()).isEqualTo(CloseCode.INTERNAL_ERROR);
        }
        assertThat(metrics.get(LINE, Count.FAILED)).isEqualTo(1);
    }

    @Test
    void describesItsSessionsAndClosesOne() {
        try (WsClient one = gateway.connect("/open", Map.of());
                WsClient two = gateway.connect("/open", Map.of())) {
            assertThat(one.send("hello").next()).isEqualTo("hello");
            assertThat(two.send("hi").next()).isEqualTo("hi");
            List<SessionInfo> sessions = get(gateway.server().sessions().list());
            assertThat(sessions).hasSize(2);
            SessionInfo first = sessions.stream()
                    .filter(session -> session.bytesIn() == 5)
                    .findFirst()
                    .orElseThrow();
            assertThat(first.protocol()).isEqualTo("echo");
            assertThat(first.principal()).isEqualTo(Principal.ANONYMOUS);
            assertThat(first.address()).startsWith("127.0.0.1:");
            assertThat(get(gateway.server().sessions().find(first.id()))).isPresent();
            assertThat(get(gateway.server().sessions().close(first.id(), 4000, "as you wish")))
                    .isPresent();
            assertThat(one.closeCode()).isEqualTo(4000);
            assertThat(two.send("still here").next()).isEqualTo("still here");
            assertThat(get(gateway.server().sessions().close("none", 4000, ""))).isEmpty();
        }
    }

    @Test
    void showsFramesOfASessionSinceSomebodyLooked() {
        try (WsClient client = gateway.connect("/open", Map.of())) {
            assertThat(client.send("{\"before\":1}").next()).isEqualTo("{\"before\":1}");
            Sessions sessions = gateway.server().sessions();
            String id = get(sessions.list()).get(0).id();
            assertThat(get(sessions.frames(id, 0)).orElseThrow().frames()).isEmpty();
            assertThat(client.send("{\"token\":\"s3cr3t\"}").next()).contains("s3cr3t");
            assertThat(client.sendBinary((byte) 1).next()).isEqualTo("binary 1");
            assertThat(client.send("close 4000").closeCode()).isEqualTo(4000);
            SessionFrames seen = get(sessions.frames(id, 0)).orElseThrow();
            assertThat(seen.frames())
                    .extracting(frame -> frame.direction().wireName() + " "
                            + frame.opcode().wireName() + " " + frame.size() + " " + frame.text())
                    .containsExactly(
                            "in text 18 {\"token\":\"***\"}",
                            "out text 18 {\"token\":\"***\"}",
                            "in binary 1 ",
                            "out text 8 ",
                            "in text 10 ",
                            "out close 13 4000 as you wish");
            assertThat(get(sessions.frames("none", 0))).isEmpty();
        }
    }

    @Test
    void measuresWhetherItsLoopsAreLate() {
        assertThat(metrics.loops()).isPositive();
        for (int loop = 0; loop < metrics.loops(); loop++) {
            assertThat(metrics.lagNanos(loop)).isNotNegative();
            assertThat(metrics.pendingTasks(loop)).isNotNegative();
        }
        assertThat(metrics.directMemory()).isNotNegative();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
