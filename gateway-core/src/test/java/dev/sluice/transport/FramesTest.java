package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class FramesTest {
    @Test
    void usesTheShortestLengthThatFits() {
        assertThat(header(0)).isEqualTo("8100");
        assertThat(header(125)).isEqualTo("817d");
        assertThat(header(126)).isEqualTo("817e007e");
        assertThat(header(65_535)).isEqualTo("817effff");
        assertThat(header(65_536)).isEqualTo("817f0000000000010000");
    }

    @Test
    void writesACloseWithCodeAndReason() {
        assertThat(close(1001, "bye")).isEqualTo("880503e9627965");
        assertThat(close(CloseCode.NONE, "")).isEqualTo("8800");
    }

    @Test
    void cutsAReasonBetweenCharactersToWhatAControlFrameHolds() {
        String frame = close(4000, "𝄞".repeat(40));
        assertThat(frame).startsWith("887a0fa0").hasSize(2 * (2 + 2 + 120));
    }

    private static String header(int length) {
        ByteBuf out = Unpooled.buffer();
        Frames.writeHeader(out, Frames.TEXT, length);
        return ByteBufUtil.hexDump(out);
    }

    private static String close(int code, String reason) {
        ByteBuf out = Unpooled.buffer();
        Frames.writeClose(out, code, reason);
        return ByteBufUtil.hexDump(out);
    }
}
