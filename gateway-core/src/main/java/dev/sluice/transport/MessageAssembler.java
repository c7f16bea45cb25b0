package dev.sluice.transport;

import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Text;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.DataFormatException;

/** Puts the fragments of a message together, within the limits, restores it, and checks that a text is UTF-8. */
final class MessageAssembler {
    private static final byte[] NOTHING = {};
    private static final String NOT_UTF8 = "text that is not UTF-8";

    private final Limits limits;
    private final IntFunction<byte[]> scratch;
    private final Sink sink;

    private boolean isText;
    private boolean isDeflated;
    private byte[] parts = NOTHING;
    private int length;
    private int checked;
    private int fragments;

    /**
     * An assembler without a message.
     *
     * @param scratch gives a buffer of at least a length, good for the time of one call to the sink
     */
    MessageAssembler(Limits limits, IntFunction<byte[]> scratch, Sink sink) {
        this.limits = limits;
        this.scratch = scratch;
        this.sink = sink;
    }

    /** Where messages go. */
    interface Sink {
        /** A whole text; its bytes are valid during the call. */
        void text(Text text);

        /** A whole binary message; its bytes are valid during the call. */
        void binary(Binary message);

        /** The message cannot be taken. */
        void refuse(int code, String reason);
    }

    /** Takes a data frame, which stays the caller's. */
    void add(WebSocketFrame frame) {
        ByteBuf content = frame.content();
        int size = content.readableBytes();
        if (!(frame instanceof ContinuationWebSocketFrame)) {
            isText = frame instanceof TextWebSocketFrame;
            isDeflated = frame.rsv() == Deflation.RSV1;
        }
        if (length + (long) size > limits.messageBytes()) {
            sink.refuse(CloseCode.TOO_BIG, "message of more than " + limits.messageBytes() + " bytes");
            return;
        }
        if (++fragments > limits.fragments()) {
            sink.refuse(CloseCode.POLICY, "message of more than " + limits.fragments() + " fragments");
            return;
        }
        if (frame.isFinalFragment() && length == 0) {
            byte[] bytes = scratch.apply(size);
            content.readBytes(bytes, 0, size);
            fragments = 0;
            finish(bytes, size);
            return;
        }
        if (parts.length < length + size) {
            parts = Arrays.copyOf(parts, Math.max(length + size, Math.min(2 * parts.length, limits.messageBytes())));
        }
        content.readBytes(parts, length, size);
        length += size;
        if (!checkSoFar()) {
            return;
        }
        if (frame.isFinalFragment()) {
            byte[] bytes = parts;
            int total = length;
            clear();
            finish(bytes, total);
        }
    }

    /** Refuses a text as soon as it can be none, not only at its end. */
    private boolean checkSoFar() {
        if (!isText || isDeflated) {
            return true;
        }
        checked = Utf8.check(parts, checked, length);
        if (checked == Utf8.MALFORMED) {
            sink.refuse(CloseCode.INVALID_DATA, NOT_UTF8);
        }
        return checked != Utf8.MALFORMED;
    }

    private void finish(byte[] bytes, int size) {
        if (isDeflated) {
            inflate(bytes, size);
        } else {
            hand(bytes, size);
        }
    }

    private void inflate(byte[] bytes, int size) {
        try {
            Optional<byte[]> restored = Deflation.inflate(bytes, size, limits.messageBytes());
            if (restored.isPresent()) {
                hand(restored.get(), restored.get().length);
            } else {
                sink.refuse(CloseCode.TOO_BIG, "message of more than " + limits.messageBytes() + " bytes");
            }
        } catch (DataFormatException e) {
            sink.refuse(CloseCode.INVALID_DATA, "compressed message that is no whole deflate stream");
        }
    }

    private void hand(byte[] bytes, int size) {
        if (!isText) {
            sink.binary(new Binary(bytes, 0, size));
        } else if (Utf8.isValid(bytes, 0, size)) {
            sink.text(new Text(bytes, 0, size));
        } else {
            sink.refuse(CloseCode.INVALID_DATA, NOT_UTF8);
        }
    }

    /** Forgets a message that is not whole. */
    void clear() {
        parts = NOTHING;
        length = 0;
        checked = 0;
        fragments = 0;
    }
}
