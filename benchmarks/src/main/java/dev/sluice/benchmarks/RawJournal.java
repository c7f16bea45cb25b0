package dev.sluice.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the journal's engine does with nothing around it: one thread, records of 200 bytes, a synced commit for every so many of
 * them; and a scan of all of them. A process of its own, like the servers. Arguments: file, records a commit, seconds. It prints
 * records a second: of appending, then of scanning.
 */
final class RawJournal {
    private static final int RECORD_BYTES = 200;

    private RawJournal() {}

    public static void main(String[] args) throws SQLException {
        int batch = Integer.parseInt(args[1]);
        long seconds = Long.parseLong(args[2]);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + Path.of(args[0]));
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = full");
            statement.execute("pragma wal_autocheckpoint = 4000");
            statement.execute("create table record(stream integer not null, sequence integer not null,"
                    + " at integer not null, data blob not null, primary key(stream, sequence)) without rowid");
            connection.setAutoCommit(false);
            long count = append(connection, batch, 1, 2).count();
            Rate appending = append(connection, batch, count + 1, seconds);
            System.out.println(appending.perSecond());
            System.out.println(scan(connection, seconds).perSecond());
        }
    }

    private static Rate append(Connection connection, int batch, long first, long seconds) throws SQLException {
        byte[] data = new byte[RECORD_BYTES];
        long begun = System.nanoTime();
        long sequence = first;
        try (PreparedStatement insert = connection.prepareStatement("insert into record values(1, ?, ?, ?)")) {
            while (System.nanoTime() - begun < seconds * 1_000_000_000) {
                for (int i = 0; i < batch; i++) {
                    insert.setLong(1, sequence++);
                    insert.setLong(2, begun);
                    insert.setBytes(3, data);
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
            }
        }
        return new Rate(sequence - first, System.nanoTime() - begun);
    }

    private static Rate scan(Connection connection, long seconds) throws SQLException {
        long begun = System.nanoTime();
        long count = 0;
        try (PreparedStatement select = connection.prepareStatement(
                "select sequence, at, data from record where stream = 1 and sequence > 0 order by sequence limit 100000")) {
            while (System.nanoTime() - begun < seconds * 1_000_000_000) {
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        count += row.getBytes(3).length / RECORD_BYTES;
                    }
                }
            }
        }
        return new Rate(count, System.nanoTime() - begun);
    }

    private record Rate(long count, long nanos) {
        long perSecond() {
            return Math.round(count * 1e9 / nanos);
        }
    }
}
