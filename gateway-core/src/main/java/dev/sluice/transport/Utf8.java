package dev.sluice.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF). */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** No text begins like that. */
    static final int MALFORMED = -1;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        return check(bytes, offset, offset + length) == offset + length;
    }

    /**
     * Looks at a text of which more may come.
     *
     * @return where its last whole character ends, which is {@code end} or up to three bytes before; or {@link #MALFORMED}
     */
    static int check(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end) {
            if (i + 8 <= end && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
                i += 8;
            } else if (bytes[i] >= 0) {
                i++;
            } else {
                int size = sequence(bytes, i, end);
                if (size == 0) {
                    return isBegun(bytes, i, end) ? i : MALFORMED;
                }
                i += size;
            }
        }
        return end;
    }

    /** Whether what is there from {@code i} can be the beginning of a sequence: whether some bytes would make it one. */
    private static boolean isBegun(byte[] bytes, int i, int end) {
        int lead = bytes[i] & 0xff;
        int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || end - i >= size) {
            return false;
        }
        byte[] completed = {bytes[i], second(lead), (byte) 0x80, (byte) 0x80};
        System.arraycopy(bytes, i, completed, 0, end - i);
        return sequence(completed, 0, size) == size;
    }

    /** A second byte that may follow {@code lead}. */
    private static byte second(int lead) {
        return (byte) (lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80);
    }

    /** The length of the sequence of two to four bytes at {@code i}, or 0 if there is none. */
    private static int sequence(byte[] bytes, int i, int end) {
        int lead = bytes[i] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return follows(bytes, i + 1, end, 0x80, 0xbf) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            int least = lead == 0xe0 ? 0xa0 : 0x80;
            int most = lead == 0xed ? 0x9f : 0xbf;
            return follows(bytes, i + 1, end, least, most) && follows(bytes, i + 2, end, 0x80, 0xbf) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            int least = lead == 0xf0 ? 0x90 : 0x80;
            int most = lead == 0xf4 ? 0x8f : 0xbf;
            boolean whole = follows(bytes, i + 1, end, least, most)
                    && follows(bytes, i + 2, end, 0x80, 0xbf)
                    && follows(bytes, i + 3, end, 0x80, 0xbf);
            return whole ? 4 : 0;
        }
        return 0;
    }

    private static boolean follows(byte[] bytes, int i, int end, int least, int most) {
        return i < end && (bytes[i] & 0xff) >= least && (bytes[i] & 0xff) <= most;
    }
}
