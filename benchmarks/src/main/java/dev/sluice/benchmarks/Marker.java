package dev.sluice.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A text by which an awaited message is told from others. It remembers where it was found last and looks there first, since
 * messages of one kind look alike; so a match costs one comparison. The generator's thread.
 */
final class Marker {
    private final byte[] text;
    private int lastFound;

    Marker(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("marker: '' (expected: at least one character)");
        }
        this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the text is somewhere in these bytes of the buffer. */
    boolean isIn(ByteBuffer buffer, int offset, int length) {
        int last = length - text.length;
        if (lastFound <= last && isAt(buffer, offset + lastFound)) {
            return true;
        }
        for (int i = 0; i <= last; i++) {
            if (isAt(buffer, offset + i)) {
                lastFound = i;
                return true;
            }
        }
        return false;
    }

    private boolean isAt(ByteBuffer buffer, int offset) {
        for (int i = 0; i < text.length; i++) {
            if (buffer.get(offset + i) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
