package dev.sluice.journal.sqlite;

import dev.sluice.journal.Durability;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The file, for the one who writes it: the opening thread first, then the writer's. */
final class Database implements AutoCloseable {
    /** The name of a row that is no stream: its {@code last} is what the numbers of new streams begin after. */
    static final String NEW_STREAMS = "";

    private static final String[] SCHEMA = {
        "create table if not exists stream(id integer primary key, name text not null unique,"
                + " last integer not null, removed integer not null, checksum integer not null)",
        "create table if not exists segment(stream integer not null, first integer not null, last integer not null,"
                + " at integer not null, marks blob not null, data blob not null, primary key(stream, last)) without rowid"
    };
    private static final int BUSY_MILLIS = 5000;
    private static final int CHECKPOINT_FRAMES = 4000;

    /** Whole frames, so that SQLite, cutting the file to this size, never leaves half a frame: see {@link WalTail}. */
    private static final int MOST_WAL_BYTES = 32 + 2 * CHECKPOINT_FRAMES * (24 + 4096);

    private final Connection connection;
    private final SynchronousMode synchronous;
    private final Statement plain;
    private final PreparedStatement insertSegment;
    private final PreparedStatement insertStream;
    private final PreparedStatement selectOldest;
    private final PreparedStatement deleteSegments;

    private Database(Connection connection, SynchronousMode synchronous) throws SQLException {
        this.connection = connection;
        this.synchronous = synchronous;
        plain = connection.createStatement();
        inTransaction(() -> {
            for (String table : SCHEMA) {
                plain.execute(table);
            }
        });
        insertSegment = connection.prepareStatement("insert into segment values(?, ?, ?, ?, ?, ?)");
        insertStream = connection.prepareStatement("insert or replace into stream values(?, ?, ?, ?, ?)");
        selectOldest =
                connection.prepareStatement("select first, last, at from segment where stream = ? order by last");
        deleteSegments = connection.prepareStatement("delete from segment where stream = ? and last <= ?");
    }

    /** Opens a file that has been found in order, or makes one. */
    static Database open(Path file, Durability durability) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setPageSize(4096);
        config.setJournalSizeLimit(MOST_WAL_BYTES);
        return open(file, config, durability == Durability.DISK ? SynchronousMode.FULL : SynchronousMode.NORMAL);
    }

    /** Makes a file that is filled in one go and stays no longer than that without WAL. */
    static Database create(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.DELETE);
        config.setPageSize(4096);
        return open(file, config, SynchronousMode.FULL);
    }

    private static Database open(Path file, SQLiteConfig config, SynchronousMode synchronous) throws SQLException {
        config.setSynchronous(synchronous);
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection(url(file));
        try {
            Database database = new Database(connection, synchronous);
            database.pragma("wal_autocheckpoint = " + CHECKPOINT_FRAMES);
            return database;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection that cannot change the file. */
    static Connection openForReading(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config.createConnection(url(file));
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    /** All streams. Reads through the whole file. */
    List<StoredStream> streams() throws SQLException {
        List<StoredStream> streams = new ArrayList<>();
        try (PreparedStatement rows = connection.prepareStatement("select id, name, last, removed,"
                        + " (select coalesce(sum(last - first + 1), 0) from segment where stream = id),"
                        + " (select coalesce(min(first), 0) from segment where stream = id),"
                        + " (select coalesce(max(last), 0) from segment where stream = id),"
                        + " coalesce((select at from segment where stream = id order by last limit 1), 0)"
                        + " from stream where name <> ? order by id");
                ResultSet row = named(rows, NEW_STREAMS)) {
            while (row.next()) {
                long last = Math.max(row.getLong(3), row.getLong(7));
                streams.add(new StoredStream(
                        row.getLong(1),
                        row.getString(2),
                        last,
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(8)));
            }
        }
        return streams;
    }

    /** What the numbers of new streams begin after: 0, unless streams have been lost whose numbers must not come again. */
    long newStreamsAfter() throws SQLException {
        try (PreparedStatement rows = connection.prepareStatement("select last from stream where name = ?");
                ResultSet row = named(rows, NEW_STREAMS)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static ResultSet named(PreparedStatement statement, String name) throws SQLException {
        statement.setString(1, name);
        return statement.executeQuery();
    }

    /** Writes a batch: all of it, or nothing. */
    void add(Batch batch) throws SQLException {
        inTransaction(() -> {
            for (Map.Entry<StreamState, List<Entry>> one : batch.byStream().entrySet()) {
                StreamState stream = one.getKey();
                if (!stream.isStored()) {
                    putStream(stream.id(), stream.name(), 0, stream.next() - 1);
                }
                putRecords(stream.id(), stream.key(), one.getValue(), batch.at());
            }
        });
    }

    /** Removes a stream's oldest segments and writes down how far, and what the last number is, should none be left. */
    void remove(StreamState stream, long upTo) throws SQLException {
        boolean syncs = synchronous != SynchronousMode.NORMAL;
        if (syncs) { // should this be lost in a power failure, it is simply done again
            pragma("synchronous = NORMAL");
        }
        try {
            inTransaction(() -> {
                deleteSegments.setLong(1, stream.id());
                deleteSegments.setLong(2, upTo);
                execute(deleteSegments);
                putStream(stream.id(), stream.name(), stream.last(), upTo);
            });
        } finally {
            if (syncs) {
                pragma("synchronous = " + synchronous.getValue());
            }
        }
    }

    /** Shows a stream's segments, the oldest first, until the visitor has seen enough; returns the one that it stopped at. */
    Optional<Place> walk(StreamState stream, Predicate<Place> visitor) throws SQLException {
        selectOldest.setLong(1, stream.id());
        try (ResultSet row =
                selectOldest.executeQuery()) { // rows are far apart in the file: no more are read than are seen
            while (row.next()) {
                Place place = new Place(row.getLong(1), row.getLong(2), row.getLong(3));
                if (!visitor.test(place)) {
                    return Optional.of(place);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Lets all numbering go on higher up: numbers have been lost that somebody may have seen.
     *
     * @param step by how much
     * @param after what the numbers of new streams begin after
     */
    void skip(long step, long after) throws SQLException {
        List<StoredStream> streams = streams();
        inTransaction(() -> {
            for (StoredStream stream : streams) {
                putStream(stream.id(), stream.name(), stream.last() + step, stream.removed());
            }
            putStream(0, NEW_STREAMS, after, 0);
        });
    }

    /**
     * Within a transaction: writes a stream's row, over the one that is there.
     *
     * @param last what numbering goes on after, unless there are records with higher numbers
     * @param removed up to where there are no records any more
     */
    void putStream(long id, String name, long last, long removed) throws SQLException {
        insertStream.setLong(1, id);
        insertStream.setString(2, name);
        insertStream.setLong(3, last);
        insertStream.setLong(4, removed);
        insertStream.setLong(5, Checksum.ofStream(name.getBytes(StandardCharsets.UTF_8), id, last, removed));
        execute(insertStream);
    }

    /** Within a transaction: adds consecutive records to a stream. */
    void putRecords(long stream, byte[] key, List<Entry> records, long at) throws SQLException {
        for (Segment segment : Segment.of(key, records, at)) {
            insertSegment.setLong(1, stream);
            insertSegment.setLong(2, segment.first());
            insertSegment.setLong(3, segment.last());
            insertSegment.setLong(4, segment.at());
            insertSegment.setBytes(5, segment.marks());
            insertSegment.setBytes(6, segment.data());
            execute(insertSegment);
        }
    }

    /** Not with {@code executeUpdate}: when that fails, as it does when the disk is full, the statement is of no use any more. */
    private static void execute(PreparedStatement statement) throws SQLException {
        statement.addBatch();
        statement.executeBatch();
    }

    void inTransaction(Work work) throws SQLException {
        plain.execute("begin immediate");
        try {
            work.run();
            plain.execute("commit");
        } catch (SQLException | RuntimeException e) {
            rollBack();
            throw e;
        }
    }

    private void rollBack() {
        try {
            plain.execute("rollback");
        } catch (SQLException e) {
            // SQLite has done so by itself, as it does when the disk is full
        }
    }

    void pragma(String setting) throws SQLException {
        plain.execute("pragma " + setting);
    }

    /** Brings everything into the main file and closes it. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            pragma("wal_checkpoint(truncate)");
        }
    }

    /** Statements that belong together. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /** Where a segment begins and ends, and when it was written. */
    record Place(long first, long last, long at) {
        long count() {
            return last - first + 1;
        }
    }

    /**
     * A stream in the file.
     *
     * @param last the highest number it ever had
     * @param removed up to where its records are removed
     * @param first the lowest number it has now
     * @param oldest when that was written
     */
    record StoredStream(long id, String name, long last, long removed, long count, long first, long oldest) {}
}
