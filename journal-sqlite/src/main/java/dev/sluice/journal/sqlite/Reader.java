package dev.sluice.journal.sqlite;

import dev.sluice.journal.Journal;
import dev.sluice.journal.Journal.Entry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that reads pages; used by one thread at a time. */
final class Reader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reader.class);
    private static final int USUAL_PAGE = 512;

    private final Path file;
    private final Connection connection;
    private final PreparedStatement select;

    Reader(Path file) throws SQLException {
        this.file = file;
        connection = Database.openForReading(file);
        select = connection.prepareStatement(Segment.SELECT + " and last > ? order by last");
    }

    /**
     * A page of records. It ends before one that is damaged: better no record than a wrong one.
     *
     * @param expired records from before this time are left out
     */
    List<Entry> read(StreamState stream, long after, long before, int limit, long expired) throws SQLException {
        List<Entry> page = new ArrayList<>(Math.min(limit, USUAL_PAGE));
        select.setLong(1, stream.id());
        select.setLong(2, after);
        try (ResultSet row = select.executeQuery()) {
            long bytes = 0;
            while (page.size() < limit && bytes < Journal.PAGE_BYTES && row.next() && row.getLong(1) < before) {
                Segment segment = Segment.of(row);
                if (!page.isEmpty() && page.size() + segment.count() > limit) {
                    return page; // the next one begins with it
                }
                List<Entry> entries = segment.entries(stream.key());
                for (Entry entry : entries) {
                    long sequence = entry.sequence();
                    if (sequence > after && sequence < before && page.size() < limit && segment.at() >= expired) {
                        page.add(entry);
                        bytes += entry.data().length;
                    }
                }
                if (entries.size() < segment.count()) {
                    long damaged = segment.first() + entries.size();
                    tellDamage(stream, "record " + damaged + " does not match its checksum");
                    return page;
                }
            }
        } catch (SQLException e) {
            if (!SqlProblem.isDamage(e)) {
                throw e;
            }
            tellDamage(stream, String.valueOf(e.getMessage()));
        }
        return page;
    }

    private void tellDamage(StreamState stream, String found) {
        if (stream.isNewlyDamaged()) {
            log.error("{} is damaged: stream '{}' is served only up to there: {}", file, stream.name(), found);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
