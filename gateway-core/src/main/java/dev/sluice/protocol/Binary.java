package dev.sluice.protocol;

import java.util.Arrays;

/**
 * The bytes of one received binary message, in a buffer that will be used again for the next one.
 *
 * @param array holds the bytes, among others
 * @param offset where they begin
 * @param length how many there are
 */
public record Binary(byte[] array, int offset, int length) {
    /** A copy to keep. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** How many bytes; not which. */
    @Override
    public String toString() {
        return length + " bytes";
    }
}
