package dev.sluice.protocol;

import java.nio.charset.StandardCharsets;

/** A finished text message: UTF-8 bytes, built once and sent to any number of sessions. Safe for use by any thread. */
public final class Payload {
    private final byte[] utf8;

    private Payload(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Takes over {@code utf8}, which must be valid UTF-8 and must not be changed any more. */
    public static Payload of(byte[] utf8) {
        return new Payload(utf8);
    }

    public static Payload of(String text) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return utf8.length;
    }

    /** The bytes themselves, to be read only. */
    public byte[] utf8() {
        return utf8;
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
