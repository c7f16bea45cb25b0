package dev.sluice.journal.sqlite;

import java.nio.charset.StandardCharsets;
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
    private static final String ORPHAN = "with recursive found(id) as (select min(stream) from record union all"
            + " select (select min(stream) from record where stream > found.id) from found where found.id is not null)"
            + " select 'there are records of an unknown stream ' || id from found"
            + " where id is not null and id not in (select id from stream)";

    /** A stream whose first record is not the one after those that have been removed. */
    private static final String FRONT =
            "select 'stream ' || id || ' begins with record ' || first || ' after ' || removed"
                    + " from (select id, removed, (select min(sequence) from record where stream = id) as first from stream)"
                    + " where first <= removed or first - removed between 2 and " + STEP;

    /** A record before which there are some missing; only streams with too few records are looked through. */
    private static final String HOLE = "select 'stream ' || stream || ' has no record before ' || sequence from"
            + " (select stream, sequence, sequence - lag(sequence) over (partition by stream order by sequence) as step"
            + " from record where stream in (select id from stream where"
            + " (select count(*) from record where stream = id)"
            + " <> (select max(sequence) from record where stream = id)"
            + " - (select min(sequence) from record where stream = id) + 1))"
            + " where step between 2 and " + STEP + " limit 1";

    private Inspection() {}

    /** What is wrong with the file, if anything is. */
    static Optional<String> damage(Path file) throws SQLException {
        try (Connection connection = Database.openForReading(file);
                Statement statement = connection.createStatement()) {
            Optional<String> damage = first(statement, "pragma quick_check(1)").filter(found -> !found.equals("ok"));
            if (damage.isEmpty() && isEmpty(statement)) {
                return Optional.empty(); // a start was interrupted before there was anything
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
