package dev.sluice.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The UTF-8 bytes of one received message, in a buffer that will be used again for the next one.
 *
 * @param array holds the bytes, among others
 * @param offset where they begin
 * @param length how many there are
 */
public record Text(byte[] array, int offset, int length) {
    public static Text of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Text(bytes, 0, bytes.length);
    }

    /** A copy to keep. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Whether the bytes are exactly those of {@code ascii}. */
    public boolean is(String ascii) {
        if (length != ascii.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (array[offset + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is nothing but white space. */
    public boolean isBlank() {
        for (int i = offset; i < offset + length; i++) {
            if (array[i] != ' ' && array[i] != '\t' && array[i] != '\n' && array[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
