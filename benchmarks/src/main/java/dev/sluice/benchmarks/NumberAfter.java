package dev.sluice.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Finds the number that stands behind a text, and looks first where it was the last time. The generator's thread. */
final class NumberAfter {
    private final byte[] text;
    private int lastFound;

    NumberAfter(String text) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The whole number behind the text; -1 if the text or the number is not there. */
    long in(ByteBuffer buffer, int offset, int length) {
        int last = length - text.length - 1;
        if (lastFound > last || !isAt(buffer, offset + lastFound)) {
            lastFound = 0;
            while (lastFound <= last && !isAt(buffer, offset + lastFound)) {
                lastFound++;
            }
        }
        return lastFound > last ? -1 : number(buffer, offset + lastFound + text.length, offset + length);
    }

    private boolean isAt(ByteBuffer buffer, int offset) {
        for (int i = 0; i < text.length; i++) {
            if (buffer.get(offset + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(ByteBuffer buffer, int from, int to) {
        long number = -1;
        for (int i = from; i < to && buffer.get(i) >= '0' && buffer.get(i) <= '9'; i++) {
            number = Math.max(0, number) * 10 + buffer.get(i) - '0';
        }
        return number;
    }
}
