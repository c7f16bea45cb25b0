package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Limits.SlowReader;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.TestGateway;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.IntNode;

/** A thousand clients that never read, beside a thousand that do. */
class SlowReadersIT {
    private static final int OF_EACH = 1000;
    private static final int EVENTS = 24;

    /** Twice what may wait for each slow one: the water mark, a chunk, and what is about to be written. */
    private static final long MEMORY = OF_EACH * 2L * (64 + 32 + 20) * 1024;

    private static final String YAML = """
            listeners: [{name: http, port: 0}]
            transport: {limits: {send-buffer: 16KiB}}
            """;

    private final List<RawSocket> sockets = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(SlowReader.class)
    void doNotKeepAnythingFromThoseWhoReadAndTakeBoundedMemory(SlowReader policy) throws IOException {
        EchoProtocol echo = new EchoProtocol(
                Limits.DEFAULT.with(limits -> limits.slowReader(policy).mailboxEvents(4)));
        try (TestGateway gateway = new TestGateway(YAML, echo.alone());
                FakeDevice device = new FakeDevice(
                        new DeviceDescriptor(new DeviceId("pi"), Profile.named("raspberry-pi"), "Pi", Map.of()),
                        gateway.bus(),
                        gateway.scheduler())) {
            List<RawSocket> slow = watchers(gateway, 4096);
            List<RawSocket> good = watchers(gateway, 0);
            for (int i = 0; i < EVENTS; i++) {
                device.report(Map.of("uptime", IntNode.valueOf(i)));
                for (RawSocket reader : good) {
                    assertThat(reader.readFrame()).startsWith("1 Reading x");
                }
                assertThat(usedDirectMemory()).isLessThan(MEMORY);
            }
            if (policy == SlowReader.CLOSE) {
                assertThat(echo.closed).hasSize(OF_EACH).containsOnly("1013 too slow: 4 events wait");
            } else {
                assertThat(echo.closed).isEmpty();
                assertThat(framesOf(slow.get(0))).isBetween(1, EVENTS - 1);
            }
        } finally {
            for (RawSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private List<RawSocket> watchers(TestGateway gateway, int receiveBytes) throws IOException {
        List<RawSocket> watchers = new ArrayList<>();
        for (int i = 0; i < OF_EACH; i++) {
            RawSocket socket = RawSocket.upgraded(gateway.port("http"), receiveBytes);
            sockets.add(socket);
            watchers.add(socket);
            socket.write(RawSocket.text("watch-large"));
            assertThat(socket.readFrame()).isEqualTo("1 watching");
        }
        return watchers;
    }

    /** What comes when a slow one reads at last, up to the answer to a message. */
    private static int framesOf(RawSocket late) throws IOException {
        late.write(RawSocket.text("that was all"));
        int frames = 0;
        String frame = late.readFrame();
        while (frame.startsWith("1 Reading x")) {
            frames++;
            frame = late.readFrame();
        }
        assertThat(frame).isEqualTo("1 that was all");
        return frames;
    }

    private static long usedDirectMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
