package dev.sluice.journal.sqlite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A file of which any part may be unreadable or wrong. What it gives has been checked; where it stops, there is damage. */
final class DamagedFile implements AutoCloseable {
    private static final long UNKNOWN = -1;
    private static final String COLUMNS = "select sequence, at, checksum, data from record where stream = ?";

    private final Connection connection;

    DamagedFile(Path file) throws SQLException {
        connection = Database.openForReading(file);
    }

    /** Streams, unproved: as their table says and, should that be unreadable, as its index says. */
    List<Candidate> candidates() throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        addCandidates("select id, name, last, removed, checksum from stream", candidates);
        addCandidates("select id, name, 0, 0, -1 from stream indexed by sqlite_autoindex_stream_1", candidates);
        return candidates;
    }

    private void addCandidates(String query, List<Candidate> candidates) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                long id = row.getLong(1);
                String name = row.getString(2);
                if (name != null) {
                    byte[] key = name.getBytes(StandardCharsets.UTF_8);
                    long last = row.getLong(3);
                    long removed = row.getLong(4);
                    boolean proved = Checksum.ofStream(key, id, last, removed) == row.getLong(5);
                    candidates.add(new Candidate(id, name, key, proved ? last : 0, proved ? removed : UNKNOWN));
                }
            }
        } catch (SQLException e) {
            throwUnlessDamage(e);
        }
    }

    /**
     * The records that follow, without a gap, upon one that was read before.
     *
     * @param after its number; to begin with, that of the last one that was removed
     */
    List<Row> records(Candidate stream, long after, int most) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(COLUMNS + " and sequence > ? order by sequence limit ?")) {
            select.setLong(1, stream.id);
            select.setLong(2, after);
            select.setInt(3, most);
            long previous = after;
            try (ResultSet row = select.executeQuery()) {
                while (row.next() && isProved(stream, row) && follows(previous, row.getLong(1))) {
                    previous = row.getLong(1);
                    rows.add(new Row(previous, row.getLong(2), row.getBytes(4)));
                }
            }
        } catch (SQLException e) {
            throwUnlessDamage(e);
        }
        return rows;
    }

    /** The number of a stream's last record, if that can be read. */
    OptionalLong newest(Candidate stream) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + " order by sequence desc limit 1")) {
            select.setLong(1, stream.id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && isProved(stream, row) ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        } catch (SQLException e) {
            throwUnlessDamage(e);
            return OptionalLong.empty();
        }
    }

    private static boolean isProved(Candidate stream, ResultSet row) throws SQLException {
        byte[] data = row.getBytes(4);
        return data != null && Checksum.ofRecord(stream.key, row.getLong(1), row.getLong(2), data) == row.getLong(3);
    }

    private static boolean follows(long previous, long sequence) {
        return previous == UNKNOWN || sequence == previous + 1 || sequence - previous > Inspection.STEP;
    }

    private static void throwUnlessDamage(SQLException e) throws SQLException {
        if (!SqlProblem.isDamage(e)) {
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /**
     * A stream that may be there.
     *
     * @param last the last number according to its row, 0 if that is not to be believed
     * @param removed up to where records have been removed, negative if that is not known
     */
    record Candidate(long id, String name, byte[] key, long last, long removed) {}

    /** A record that is good. */
    record Row(long sequence, long at, byte[] data) {}
}
