package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

final class MessageInflaterTest {
    private final MessageInflater inflater = new MessageInflater();

    @Test
    void restoresTheStandardsExampleAgainAndAgain() throws ProtocolException {
        byte[] hello = HexFormat.of().parseHex("f248cdc9c90700"); // RFC 7692, section 7.2.3.1
        for (int i = 0; i < 3; i++) {
            assertThat(text(inflater.inflate(ByteBuffer.wrap(hello), 0, hello.length)))
                    .isEqualTo("Hello");
        }
    }

    @Test
    void restoresAMessageInTheMiddleOfABuffer() throws ProtocolException {
        String message = "a camera looks there. ".repeat(20);
        byte[] compressed = deflate(message);
        ByteBuffer buffer = ByteBuffer.allocateDirect(compressed.length + 7);
        buffer.put(3, compressed);
        assertThat(text(inflater.inflate(buffer, 3, compressed.length))).isEqualTo(message);
    }

    @Test
    void refusesWhatWasNotCompressed() {
        ByteBuffer text = ByteBuffer.wrap("{\"type\":\"telemetry_update\"}".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> inflater.inflate(text, 0, text.limit()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("(expected: deflate)");
    }

    private static byte[] deflate(String message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(message.getBytes(StandardCharsets.US_ASCII));
        byte[] compressed = new byte[message.length() + 64];
        int length = deflater.deflate(compressed, 0, compressed.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(compressed, length - 4);
    }

    private static String text(ByteBuffer message) {
        return StandardCharsets.UTF_8.decode(message).toString();
    }
}
