package dev.sluice.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** A finished message, text or binary: its bytes, built once and sent to any number of sessions. Safe for use by any thread. */
public final class Payload {
    /** An empty block at the end of what was flushed; senders leave it off (RFC 7692, section 7.2.1). */
    private static final int TAIL_BYTES = 4;

    private final byte[] bytes;
    private final boolean binary;
    private volatile byte @Nullable [] deflated;

    private Payload(byte[] bytes, boolean binary) {
        this.bytes = bytes;
        this.binary = binary;
    }

    /** A text. Takes over {@code utf8}, which must be valid UTF-8 and must not be changed any more. */
    public static Payload of(byte[] utf8) {
        return new Payload(utf8, false);
    }

    public static Payload of(String text) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8), false);
    }

    /** A binary message. Takes over {@code bytes}, which must not be changed any more. */
    public static Payload binary(byte[] bytes) {
        return new Payload(bytes, true);
    }

    public boolean isBinary() {
        return binary;
    }

    public int size() {
        return bytes.length;
    }

    /** The bytes themselves, to be read only. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The bytes compressed for themselves, for receivers that take permessage-deflate without context; to be read only.
     * Compressed when first asked for, once for all receivers. (Two threads that ask at the same time may both do it.)
     */
    public byte[] deflated() {
        byte[] known = deflated;
        if (known == null) {
            known = deflate();
            deflated = known;
        }
        return known;
    }

    private byte[] deflate() {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream(64 + bytes.length / 2);
            byte[] buffer = new byte[1024];
            int count = buffer.length;
            while (count == buffer.length) {
                count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                out.write(buffer, 0, count);
            }
            byte[] all = out.toByteArray();
            return Arrays.copyOf(all, all.length - TAIL_BYTES);
        } finally {
            deflater.end();
        }
    }

    /** The text; of a binary message its length. */
    @Override
    public String toString() {
        return binary ? "binary message of " + bytes.length + " bytes" : new String(bytes, StandardCharsets.UTF_8);
    }
}
