package dev.sluice.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * Client frames, formatted once before a load begins: complete, masked, whole messages. The mask is fixed: what a server
 * does with it costs the same for any value but zero. Any thread.
 */
final class ClientFrame {
    static final int TEXT = 1;

    /** With the first reserved bit beside the opcode: the text is compressed. */
    static final int COMPRESSED_TEXT = 0x41;

    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MASK = 0x5c_1a_ce_37;
    private static final int MASKED = 0x80;
    private static final int FINAL = 0x80;

    private ClientFrame() {}

    /** {@code count} copies of a text message in one direct buffer, to be sent by one system call. */
    static ByteBuffer texts(String text, int count) {
        return texts(Collections.nCopies(count, text));
    }

    /** Text messages in one direct buffer, to be sent by one system call. */
    static ByteBuffer texts(List<String> texts) {
        List<byte[]> frames = texts.stream()
                .map(text -> frame(TEXT, text.getBytes(StandardCharsets.UTF_8)))
                .toList();
        ByteBuffer all = ByteBuffer.allocateDirect(
                frames.stream().mapToInt(frame -> frame.length).sum());
        frames.forEach(all::put);
        return all.flip();
    }

    static byte[] frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 65536) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.putInt(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ (MASK >>> (24 - 8 * (i & 3)))));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }
}
