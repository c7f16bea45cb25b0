package dev.sluice.benchmarks;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Restores messages that were compressed each for itself (permessage-deflate without context takeover). One thread. */
final class MessageInflater {
    private static final int LARGEST_MESSAGE = 64 * 1024;

    /** What a sender leaves off (RFC 7692, section 7.2.1). */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final Inflater inflater = new Inflater(true);
    private final byte[] plain = new byte[LARGEST_MESSAGE];

    /** The message, to be read before the next one is restored. */
    ByteBuffer inflate(ByteBuffer buffer, int offset, int length) throws ProtocolException {
        byte[] compressed = new byte[length + TAIL.length];
        buffer.get(offset, compressed, 0, length);
        System.arraycopy(TAIL, 0, compressed, length, TAIL.length);
        inflater.reset();
        inflater.setInput(compressed);
        try {
            int count = inflater.inflate(plain);
            if (inflater.getRemaining() > 0 || count == plain.length) {
                throw new ProtocolException("compressed message: more than " + count + " bytes (expected: at most "
                        + (LARGEST_MESSAGE - 1) + ", and nothing behind them)");
            }
            return ByteBuffer.wrap(plain, 0, count);
        } catch (DataFormatException e) {
            throw new ProtocolException("compressed message: '" + Arrays.toString(Arrays.copyOf(compressed, 16))
                    + "…' (expected: deflate): " + e.getMessage());
        }
    }
}
