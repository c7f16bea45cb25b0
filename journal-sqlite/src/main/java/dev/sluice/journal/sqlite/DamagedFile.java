package dev.sluice.journal.sqlite;

import dev.sluice.journal.Journal.Entry;
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
     * The records that follow, without a gap, upon one that was read before, in runs that were written together.
     *
     * @param after its number; to begin with, that of the last one that was removed
     */
    List<Run> records(Candidate stream, long after, int most) throws SQLException {
        List<Run> runs = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(Segment.SELECT + " and last > ? order by last limit ?")) {
            select.setLong(1, stream.id);
            select.setLong(2, after);
            select.setInt(3, most);
            long previous = after;
            try (ResultSet row = select.executeQuery()) {
                while (row.next() && follows(previous, row.getLong(1))) {
                    Segment segment = Segment.of(row);
                    List<Entry> entries = segment.entries(stream.key);
                    if (!entries.isEmpty()) {
                        runs.add(new Run(segment.at(), entries));
                    }
                    if (entries.size() < segment.count()) {
                        return runs;
                    }
                    previous = segment.last();
                }
            }
        } catch (SQLException e) {
            throwUnlessDamage(e);
        }
        return runs;
    }

    /** The number of a stream's last record, if that can be read. */
    OptionalLong newest(Candidate stream) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(Segment.SELECT + " order by last desc limit 1")) {
            select.setLong(1, stream.id);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    Segment segment = Segment.of(row);
                    boolean proved = segment.entries(stream.key).size() == segment.count();
                    return proved ? OptionalLong.of(segment.last()) : OptionalLong.empty();
                }
            }
        } catch (SQLException e) {
            throwUnlessDamage(e);
        }
        return OptionalLong.empty();
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

    /** Consecutive records that are good, and when they were written. */
    record Run(long at, List<Entry> entries) {}
}
