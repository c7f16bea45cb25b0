package dev.sluice.journal.sqlite;

import java.util.Arrays;

/** A file that is changed, as five bytes say: what is done, where (three bytes), and one byte more. */
final class Damage {
    static final int LENGTH = 5;
    private static final int PAGE = 4096;

    private byte[] bytes;

    Damage(byte[] whole) {
        bytes = whole.clone();
    }

    void change(byte[] instructions, int at) {
        int place = (instructions[at + 1] & 0xff) << 16
                | (instructions[at + 2] & 0xff) << 8
                | (instructions[at + 3] & 0xff);
        byte value = instructions[at + 4];
        if (bytes.length == 0) {
            return;
        }
        place %= bytes.length;
        switch (instructions[at] & 7) {
            case 1 -> bytes = Arrays.copyOf(bytes, place);
            case 2 -> Arrays.fill(bytes, place, Math.min(place + PAGE, bytes.length), value);
            case 3 -> copy((value & 0xff) * PAGE % bytes.length, place);
            case 4 -> bytes[place] = value;
            case 5 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + (value & 0xff) * 64);
            default -> bytes[place] ^= value;
        }
    }

    private void copy(int from, int to) {
        System.arraycopy(bytes, from, bytes, to, Math.min(PAGE, bytes.length - Math.max(from, to)));
    }

    byte[] bytes() {
        return bytes;
    }
}
