package dev.sluice.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Frames as a server writes them (RFC 6455, section 5.2): whole messages, no mask, so the same for every receiver. */
final class Frames {
    /** Most bytes in front of a payload. */
    static final int MAX_HEADER = 10;

    static final int TEXT = 1;

    static final int BINARY = 2;

    /** Added to {@link #TEXT} or {@link #BINARY} of a message that is compressed: the first reserved bit. */
    static final int DEFLATED = 0x40;

    static final int PING = 9;
    static final int PONG = 10;

    /** Most bytes of a Close frame's reason. */
    static final int MAX_CLOSE_REASON = 123;

    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;

    private Frames() {}

    static void writeHeader(ByteBuf out, int opcode, int length) {
        out.writeByte(FINAL | opcode);
        if (length < 126) {
            out.writeByte(length);
        } else if (length < 65_536) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
    }

    /** A Close frame; without a body if {@code code} is 1005, with the reason cut to the bytes that fit. */
    static void writeClose(ByteBuf out, int code, String reason) {
        if (code == CloseCode.NONE) {
            writeHeader(out, CLOSE, 0);
            return;
        }
        String cut = reason;
        while (ByteBufUtil.utf8Bytes(cut) > MAX_CLOSE_REASON) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        writeHeader(out, CLOSE, 2 + ByteBufUtil.utf8Bytes(cut));
        out.writeShort(code).writeCharSequence(cut, StandardCharsets.UTF_8);
    }
}
