package dev.sluice.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * Messages to the firmware as it wants them: length, code, one tag (number, room, code, values), end; each field 32 bits.
 * Pure functions.
 */
final class Mailbox {
    static final int GET_THROTTLED = 0x00030046;
    static final int GET_CLOCK_MEASURED = 0x00030047;

    private static final int WORD = 4;
    private static final int VALUES_AT = 5 * WORD;
    private static final int CODE_AT = WORD;
    private static final int TAG_CODE_AT = 4 * WORD;
    private static final int ANSWERED = 0x80000000;

    private Mailbox() {}

    /** The number of the ioctl; the size of a pointer is part of it. */
    static long ioctl(int pointerBytes) {
        return 0xc000_6400L | (long) pointerBytes << 16;
    }

    /** A question with these values; the answer comes in the same bytes. */
    static ByteBuffer question(int tag, int... values) {
        int length = VALUES_AT + (values.length + 1) * WORD;
        ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        message.putInt(length)
                .putInt(0)
                .putInt(tag)
                .putInt(values.length * WORD)
                .putInt(0);
        for (int value : values) {
            message.putInt(value);
        }
        return message.putInt(0).rewind();
    }

    /** One of the values of an answer, counted from 0; empty if the firmware did not answer it. */
    static OptionalInt value(ByteBuffer answer, int index) {
        boolean answered = answer.getInt(CODE_AT) == ANSWERED && (answer.getInt(TAG_CODE_AT) & ANSWERED) != 0;
        int given = answer.getInt(TAG_CODE_AT) & ~ANSWERED;
        if (!answered || given < (index + 1) * WORD) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(answer.getInt(VALUES_AT + index * WORD));
    }
}
