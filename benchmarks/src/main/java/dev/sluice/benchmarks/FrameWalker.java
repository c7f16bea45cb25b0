package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** Walks over the frames that a server sent without building an object for any of them. Any thread; no state. */
final class FrameWalker {
    private FrameWalker() {}

    /** Told of each complete frame. The payload is in the buffer that is being walked, and only there. */
    interface Visitor {
        void frame(int opcode, ByteBuffer buffer, int offset, int length) throws IOException;
    }

    /**
     * Visits every complete frame between the buffer's position and limit, and leaves the position at the first frame that
     * is not complete.
     *
     * @param compressed whether frames may have the first reserved bit, which is told with their opcode
     * @throws ProtocolException for what a server must not send, or what our servers never do: masked, with reserved bits,
     *     in fragments, larger than the buffer
     */
    static void walk(ByteBuffer buffer, boolean compressed, Visitor visitor) throws IOException {
        int fixed = compressed ? 0xb0 : 0xf0;
        int limit = buffer.limit();
        int start = buffer.position();
        while (limit - start >= 2) {
            int first = buffer.get(start) & 0xff;
            int second = buffer.get(start + 1) & 0xff;
            if ((first & fixed) != 0x80 || (second & 0x80) != 0) {
                throw new ProtocolException("frame header: 0x%02x 0x%02x (expected: final, no reserved bit, no mask)"
                        .formatted(first, second));
            }
            int header = second < 126 ? 2 : second == 126 ? 4 : 10;
            if (limit - start < header) {
                break;
            }
            long length = header == 2
                    ? second
                    : header == 4 ? buffer.getShort(start + 2) & 0xffff : buffer.getLong(start + 2);
            if (length < 0 || length > buffer.capacity() - header) {
                throw new ProtocolException("frame length: " + Long.toUnsignedString(length) + " (expected: at most "
                        + (buffer.capacity() - header) + ")");
            }
            if (limit - start - header < length) {
                break;
            }
            visitor.frame(first & 0x4f, buffer, start + header, (int) length);
            start += header + (int) length;
            buffer.position(start);
        }
    }
}
