package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ClientFrameTest {
    @Test
    void masksAShortText() {
        byte[] frame = ClientFrame.frame(ClientFrame.TEXT, "Hello".getBytes(StandardCharsets.UTF_8));
        // 'H' ^ 5c, 'e' ^ 1a, 'l' ^ ce, 'l' ^ 37, and the mask begins again: 'o' ^ 5c
        assertThat(HexFormat.of().formatHex(frame)).isEqualTo("81" + "85" + "5c1ace37" + "147fa25b33");
    }

    @Test
    void writesAnEmptyPong() {
        assertThat(HexFormat.of().formatHex(ClientFrame.frame(ClientFrame.PONG, new byte[0])))
                .isEqualTo("8a" + "80" + "5c1ace37");
    }

    @Test
    void writesTheLengthInOneThreeOrNineBytes() {
        assertThat(header(125)).isEqualTo("81fd");
        assertThat(header(126)).isEqualTo("81fe007e");
        assertThat(header(65535)).isEqualTo("81feffff");
        assertThat(header(65536)).isEqualTo("81ff0000000000010000");
    }

    @Test
    void repeatsATextInOneBuffer() {
        byte[] one = ClientFrame.frame(ClientFrame.TEXT, "Grüße".getBytes(StandardCharsets.UTF_8));
        ByteBuffer frames = ClientFrame.texts("Grüße", 3);
        byte[] bytes = new byte[frames.remaining()];
        frames.get(bytes);
        assertThat(frames.isDirect()).isTrue();
        assertThat(bytes).hasSize(3 * one.length);
        for (int i = 0; i < 3; i++) {
            assertThat(Arrays.copyOfRange(bytes, i * one.length, (i + 1) * one.length))
                    .isEqualTo(one);
        }
    }

    private static String header(int length) {
        byte[] frame = ClientFrame.frame(ClientFrame.TEXT, new byte[length]);
        return HexFormat.of().formatHex(frame, 0, frame.length - length - Integer.BYTES);
    }
}
