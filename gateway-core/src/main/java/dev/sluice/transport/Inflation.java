package dev.sluice.transport;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One compressed message on its way to be restored. Used by one thread; closed when done. */
final class Inflation implements AutoCloseable {
    private static final int FIRST_BYTES = 1024;

    /** What a sender leaves off at the end of each message: the rest of an empty block (RFC 7692, section 7.2.1). */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    /** An empty block that is the last. Java's Inflater does not tell whether it is between two blocks; but then it takes this. */
    private static final byte[] END = {3, 0};

    private final Inflater inflater = new Inflater(true);
    private final int limit;
    private byte[] output;
    private int size;

    /**
     * Nothing yet.
     *
     * @param limit most bytes to restore
     * @param length of the compressed message
     */
    Inflation(int limit, int length) {
        this.limit = limit;
        this.output = new byte[(int) Math.min(limit + 1L, Math.max(FIRST_BYTES, 4L * length))];
    }

    /** Restores some input; false if there would be more than the limit. */
    boolean take(byte[] input, int length) throws DataFormatException {
        begin(input, length, length);
        while (true) {
            int count = inflater.inflate(output, size, output.length - size);
            size += count;
            if (size > limit) {
                return false;
            }
            int rest = inflater.getRemaining();
            if (size == output.length) {
                output = Arrays.copyOf(output, (int) Math.min(limit + 1L, 4L * output.length));
            } else if (inflater.finished() && rest > 0) {
                begin(input, length, rest);
            } else if (rest == 0) {
                return true;
            } else if (count == 0) {
                throw new DataFormatException("a dictionary is wanted");
            }
        }
    }

    /** Goes on with the last {@code rest} bytes; behind a last block a new stream begins, which senders may do. */
    private void begin(byte[] input, int length, int rest) {
        if (inflater.finished()) {
            inflater.reset();
        }
        inflater.setInput(input, length - rest, rest);
    }

    /** The message, if it is whole: what was left off must end it, and add nothing. */
    byte[] finish() throws DataFormatException {
        int whole = size;
        if (!take(TAIL, TAIL.length)
                || size != whole
                || !take(END, END.length)
                || size != whole
                || !inflater.finished()) {
            throw new DataFormatException("the end is missing");
        }
        return size == output.length ? output : Arrays.copyOf(output, size);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
