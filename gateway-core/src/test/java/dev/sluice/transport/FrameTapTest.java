package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Text;
import dev.sluice.transport.SeenFrame.Direction;
import dev.sluice.transport.SeenFrame.Opcode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTapTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final FrameTap tap = new FrameTap(() -> NOW, 40);

    @Test
    void keepsFramesOfBothDirectionsInOrder() {
        tap.received(Text.of("{\"a\":1}"));
        tap.sent(Frames.TEXT, Payload.of("[\"grüße\"]").bytes());
        tap.received(new Binary(new byte[] {1, 2, 3}, 0, 3));
        tap.sent(Frames.BINARY, new byte[2]);
        tap.sent(Frames.PING, new byte[0]);
        tap.received(Opcode.PONG, 0, "");
        tap.closed(1008, "d.token: 's3cr3t'");
        assertThat(tap.after(40))
                .containsExactly(
                        new SeenFrame(41, NOW, Direction.IN, Opcode.TEXT, 7, "{\"a\":1}", false),
                        new SeenFrame(42, NOW, Direction.OUT, Opcode.TEXT, 11, "[\"grüße\"]", false),
                        new SeenFrame(43, NOW, Direction.IN, Opcode.BINARY, 3, "", false),
                        new SeenFrame(44, NOW, Direction.OUT, Opcode.BINARY, 2, "", false),
                        new SeenFrame(45, NOW, Direction.OUT, Opcode.PING, 0, "", false),
                        new SeenFrame(46, NOW, Direction.IN, Opcode.PONG, 0, "", false),
                        new SeenFrame(47, NOW, Direction.OUT, Opcode.CLOSE, 19, "1008 d.token", false));
        assertThat(tap.after(46)).hasSize(1);
        assertThat(tap.after(47)).isEmpty();
    }

    @Test
    void showsWhatWasSentCompressedAsItWasBefore() {
        String json = "[\"" + "x".repeat(1000) + "\"]";
        tap.sent(Frames.DEFLATED | Frames.TEXT, Payload.of(json).deflated());
        assertThat(tap.after(0))
                .containsExactly(new SeenFrame(41, NOW, Direction.OUT, Opcode.TEXT, json.length(), json, false));
    }

    @Test
    void letsTheOldestGiveWayAndTellsHowMany() {
        for (int i = 0; i < FrameTap.FRAMES + 5; i++) {
            tap.sent(Frames.PING, new byte[0]);
        }
        List<SeenFrame> all = tap.after(40);
        assertThat(all).hasSize(FrameTap.FRAMES);
        assertThat(all.get(0).number()).isEqualTo(46);
        assertThat(tap.missed(40)).isEqualTo(5);
        assertThat(tap.missed(43)).isEqualTo(2);
        assertThat(tap.missed(100)).isZero();
    }
}
