package dev.sluice.journal.sqlite;

import dev.sluice.journal.Journal.Entry;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records of one stream that were committed together, as one row of the file holds them: a row costs the engine far more than
 * a record.
 *
 * @param first the number of the first record
 * @param last the number of the last record; those between follow without a gap
 * @param at when they were written, in milliseconds since 1970
 * @param marks for each record its length and its checksum, four bytes each
 * @param data the records, one behind the other
 */
record Segment(long first, long last, long at, byte[] marks, byte[] data) {
    /** Most records in one. */
    static final int RECORDS = 256;

    /** The segments of one stream. */
    static final String SELECT = "select first, last, at, marks, data from segment where stream = ?";

    private static final int BYTES = 64 * 1024;
    private static final int MARK = 2 * Integer.BYTES;

    /** Puts consecutive records of a stream into as few segments as are of a handy size. */
    static List<Segment> of(byte[] stream, List<Entry> entries, long at) {
        List<Segment> segments = new ArrayList<>(1 + entries.size() / RECORDS);
        int from = 0;
        while (from < entries.size()) {
            int to = from;
            int bytes = 0;
            do {
                bytes += entries.get(to++).data().length;
            } while (to < entries.size()
                    && to - from < RECORDS
                    && bytes + entries.get(to).data().length <= BYTES);
            segments.add(of(stream, entries.subList(from, to), bytes, at));
            from = to;
        }
        return segments;
    }

    private static Segment of(byte[] stream, List<Entry> entries, int bytes, long at) {
        ByteBuffer marks = ByteBuffer.allocate(MARK * entries.size());
        ByteBuffer data = ByteBuffer.allocate(bytes);
        for (Entry entry : entries) {
            marks.putInt(entry.data().length).putInt(checksum(stream, entry.sequence(), at, entry.data()));
            data.put(entry.data());
        }
        long first = entries.get(0).sequence();
        return new Segment(first, first + entries.size() - 1, at, marks.array(), data.array());
    }

    /** A row of {@link #SELECT}; it need not be as it was written. */
    static Segment of(ResultSet row) throws SQLException {
        return new Segment(row.getLong(1), row.getLong(2), row.getLong(3), bytes(row, 4), bytes(row, 5));
    }

    private static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    long count() {
        return last - first + 1;
    }

    /** Its records; it ends before the first that is not as it was written. */
    List<Entry> entries(byte[] stream) {
        List<Entry> entries = new ArrayList<>(marks.length / MARK);
        ByteBuffer mark = ByteBuffer.wrap(marks);
        int from = 0;
        for (long sequence = first; sequence <= last && mark.remaining() >= MARK; sequence++) {
            int length = mark.getInt();
            int checksum = mark.getInt();
            if (length < 0 || length > data.length - from) {
                return entries;
            }
            byte[] record = Arrays.copyOfRange(data, from, from + length);
            if (checksum(stream, sequence, at, record) != checksum) {
                return entries;
            }
            entries.add(new Entry(sequence, record));
            from += length;
        }
        return entries;
    }

    private static int checksum(byte[] stream, long sequence, long at, byte[] data) {
        return (int) Checksum.ofRecord(stream, sequence, at, data);
    }
}
