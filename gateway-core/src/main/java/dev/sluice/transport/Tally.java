package dev.sluice.transport;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A row of numbers, one for each constant of an enum. Written by one thread only, so that writing costs what a plain field
 * costs; read by any, perhaps a moment late.
 */
final class Tally<K extends Enum<K>> {
    /** Keeps the numbers of two threads off the same cache line. */
    private static final int MARGIN = 8;

    private final AtomicLongArray numbers;

    Tally(Class<K> kind) {
        numbers = new AtomicLongArray(kind.getEnumConstants().length + 2 * MARGIN);
    }

    void add(K what, long more) {
        set(what, numbers.getPlain(index(what)) + more);
    }

    void set(K what, long value) {
        numbers.setOpaque(index(what), value);
    }

    long get(K what) {
        return numbers.getOpaque(index(what));
    }

    @SuppressWarnings("EnumOrdinal") // nothing of it leaves this object
    private int index(K what) {
        return MARGIN + what.ordinal();
    }
}
