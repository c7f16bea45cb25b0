package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes behind a handshake: frames come back, whole, at most one of them a Close, which is the last. */
class FramesFuzzTest {
    private static final byte[] HANDSHAKE = RawSocket.HANDSHAKE
            .replace("/open", "/echo")
            .replaceFirst("Host", "Sec-WebSocket-Extensions: permessage-deflate\r\nHost")
            .getBytes(StandardCharsets.ISO_8859_1);

    /** The first byte says in which pieces the others come. */
    @MethodSource("conversations")
    @FuzzTest
    void answersInFramesWhateverComes(byte[] input) {
        if (input == null || input.length == 0) {
            return;
        }
        try (EmbeddedDoor door = new EmbeddedDoor()) {
            door.say(HANDSHAKE, HANDSHAKE.length);
            assertThat(new String(door.hear(), StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 101 ");
            byte[] frames = ByteBuffer.allocate(input.length - 1)
                    .put(input, 1, input.length - 1)
                    .array();
            door.say(frames, 1 + (input[0] & 0xff));
            assertWellFormed(ByteBuffer.wrap(door.hear()));
        }
    }

    private static void assertWellFormed(ByteBuffer heard) {
        boolean closed = false;
        while (heard.hasRemaining()) {
            assertThat(closed).as("something behind a Close").isFalse();
            int first = heard.get() & 0xff;
            int opcode = first & 0x0f;
            int length = heard.get();
            long size = length == 126 ? heard.getShort() & 0xffff : length == 127 ? heard.getLong() : length;
            assertThat(first & 0xb0).as("FIN, and no bit but RSV1").isEqualTo(0x80);
            assertThat(opcode).isIn(1, 2, 8, 9, 10);
            assertThat(size).isBetween(0L, (long) heard.remaining());
            heard.position(heard.position() + (int) size);
            closed = opcode == 8;
        }
    }

    static Stream<byte[]> conversations() {
        return Stream.of(
                        ConformanceIT.framing(),
                        ConformanceIT.fragmentation(),
                        ConformanceIT.control(),
                        ConformanceIT.texts(),
                        ConformanceIT.closing(),
                        ConformanceIT.compression())
                .flatMap(Function.identity())
                .map(ConformanceIT.Case::said)
                .filter(said -> said.length < 1000)
                .map(FramesFuzzTest::inPieces);
    }

    private static byte[] inPieces(byte[] said) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(said.length % 7 == 0 ? 0 : 0xff);
        input.writeBytes(said);
        return input.toByteArray();
    }
}
