package dev.sluice.journal.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * CRC-32C over everything that a row says. A record's includes its stream's name, so that a name that is found in a damaged
 * file can be proved by the records it is said to have.
 */
final class Checksum {
    private Checksum() {}

    static long ofRecord(byte[] stream, long sequence, long at, byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(stream);
        crc.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(sequence)
                .putLong(at)
                .flip());
        crc.update(data);
        return crc.getValue();
    }

    static long ofStream(byte[] name, long id, long last, long removed) {
        return ofRecord(name, last, removed, Long.toString(id).getBytes(StandardCharsets.US_ASCII));
    }
}
