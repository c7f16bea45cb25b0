package dev.sluice.journal.sqlite;

import dev.sluice.journal.JournalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Looks for damage in a file that is about to be opened, without changing it. Reads through all of it once. */
final class Inspection {
    /** A gap in the numbers is damage, unless it is larger than this: a repair leaves one that is. */
    static final long STEP = 1_000_000;

    /** Records of a stream that is not in the table. Goes from stream to stream, not from record to record. */
    private static final String ORPHAN = "with recursive found(id) as (select min(stream) from segment union all"
            + " select (select min(stream) from segment where stream > found.id) from found where found.id is not null)"
            + " select 'there are records of an unknown stream ' || id from found"
            + " where id is not null and id not in (select id from stream)";

    /** A stream whose first record is not the one after those that have been removed. */
    private static final String FRONT =
            "select 'stream ' || id || ' begins with record ' || first || ' after ' || removed"
                    + " from (select id, removed, (select min(first) from segment where stream = id) as first from stream)"
                    + " where first <= removed or first - removed between 2 and " + STEP;

    /** A segment before which there are records missing; only streams with too few records are looked through. */
    private static final String HOLE = "select 'stream ' || stream || ' has no record before ' || first from"
            + " (select stream, first, first - lag(last) over (partition by stream order by last) as step"
            + " from segment where stream in (select id from stream where"
            + " (select sum(last - first + 1) from segment where stream = id)"
            + " <> (select max(last) from segment where stream = id)"
            + " - (select min(first) from segment where stream = id) + 1))"
            + " where step between 2 and " + STEP + " limit 1";

    /** A table that only earlier versions had. */
    private static final String EARLIER = "select name from sqlite_schema where name = 'record'";

    /** Where the file says which version of SQLite's format is needed to write to it. */
    private static final int WRITE_VERSION = 18;

    private static final int NEWEST_VERSION = 2;

    private Inspection() {}

    /**
     * What is wrong with the file, if anything is.
     *
     * @throws JournalException if an earlier version of Sluice wrote it
     */
    static Optional<String> damage(Path file) throws SQLException, JournalException, IOException {
        try (Connection connection = Database.openForReading(file);
                Statement statement = connection.createStatement()) {
            Optional<String> damage = first(statement, "pragma quick_check(1)").filter(found -> !found.equals("ok"));
            if (damage.isEmpty() && isEmpty(statement)) {
                return Optional.empty(); // a start was interrupted before there was anything
            }
            if (damage.isEmpty() && first(statement, EARLIER).isPresent()) {
                throw new JournalException(file + " was written by an earlier version of Sluice, before its first"
                        + " release (expected: a table segment; move the file away, or delete it)");
            }
            if (damage.isEmpty()) {
                damage = wrongVersion(file);
            }
            if (damage.isEmpty()) {
                damage = first(statement, "pragma journal_mode").filter(found -> !found.equals("wal"));
            }
            if (damage.isEmpty()) {
                damage = wrongStream(statement);
            }
            for (String query : new String[] {ORPHAN, FRONT, HOLE}) {
                damage = damage.isEmpty() ? first(statement, query) : damage;
            }
            return damage;
        } catch (SQLException e) {
            if (SqlProblem.isDamage(e)) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** SQLite reads such a file without a word, and refuses to write to it. */
    private static Optional<String> wrongVersion(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(WRITE_VERSION + 1);
            int version = header.length > WRITE_VERSION ? header[WRITE_VERSION] & 0xff : 0;
            return version <= NEWEST_VERSION
                    ? Optional.empty()
                    : Optional.of("it is to be written by version " + version + " of the format, expected: 2");
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        return first(statement, "select name from sqlite_schema limit 1").isEmpty();
    }

    private static Optional<String> wrongStream(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select id, name, last, removed, checksum from stream")) {
            while (row.next()) {
                byte[] name = row.getString(2).getBytes(StandardCharsets.UTF_8);
                if (Checksum.ofStream(name, row.getLong(1), row.getLong(3), row.getLong(4)) != row.getLong(5)) {
                    return Optional.of("stream " + row.getLong(1) + " does not match its checksum");
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<String> first(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }
}
