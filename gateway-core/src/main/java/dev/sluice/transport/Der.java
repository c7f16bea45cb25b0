package dev.sluice.transport;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** The few kinds of ASN.1 values that a certificate is made of, in DER. Pure; for any thread. */
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return value(0x30, parts);
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    static byte[] yes() {
        return value(0x01, new byte[] {(byte) 0xFF});
    }

    static byte[] octets(byte[] bytes) {
        return value(0x04, bytes);
    }

    /** @param unused how many of the last bits do not count */
    static byte[] bits(int unused, byte[] bytes) {
        return value(0x03, new byte[] {(byte) unused}, bytes);
    }

    /** @param time before 2050: later ones are written in another way */
    static byte[] time(Instant time) {
        return value(0x17, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    /** @param name such as {@code 2.5.29.17} */
    static byte[] identifier(String name) {
        int[] arcs =
                Arrays.stream(name.split("\\.")).mapToInt(Integer::parseInt).toArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arcs[i] >> shift != 0) {
                    out.write(0x80 | ((arcs[i] >> shift) & 0x7F));
                }
            }
            out.write(arcs[i] & 0x7F);
        }
        return value(0x06, out.toByteArray());
    }

    /** A value whose tag depends on its place: simple ones are given as bytes, others as what is in them. */
    static byte[] tagged(int number, boolean simple, byte[]... parts) {
        return value((simple ? 0x80 : 0xA0) | number, parts);
    }

    private static byte[] value(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length > 0xFF) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7F) {
            out.write(0x81);
        }
        out.write(length);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
