package dev.sluice.journal.sqlite;

import dev.sluice.journal.JournalSettings;
import dev.sluice.journal.sqlite.Database.Place;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Deletes the segments whose records are too many or too old, a little at a time. What it has not got round to yet, or what
 * shares a segment with records that stay, is not served any more, so nobody sees how far it is. Used on the writer's thread.
 */
final class Retention {
    private static final int MOST_AT_ONCE = 1000;

    private final Path file;
    private final Database database;
    private final Streams streams;
    private final JournalSettings settings;
    private final InstantSource clock;
    private final Set<StreamState> due = new LinkedHashSet<>();
    private final Trouble trouble = new Trouble("old records can be removed from the journal again");

    Retention(Path file, Database database, Streams streams, JournalSettings settings, InstantSource clock) {
        this.file = file;
        this.database = database;
        this.streams = streams;
        this.settings = settings;
        this.clock = clock;
    }

    /** Has a look at streams that have grown; true deletions are put off until there are enough of them to be worth it. */
    void look(Set<StreamState> grown) {
        int worthIt = Math.min(MOST_AT_ONCE / 2, settings.records());
        for (StreamState stream : grown) {
            if (stream.count() - settings.records() >= worthIt) {
                due.add(stream);
            }
        }
    }

    /** Has a look at all streams. */
    void lookAtAll() {
        long expired = expired();
        for (StreamState stream : streams.all()) {
            if (stream.count() > settings.records() || (stream.count() > 0 && stream.oldest() < expired)) {
                due.add(stream);
            }
        }
    }

    /** Whether there is something left to delete. */
    boolean isDue() {
        return !due.isEmpty();
    }

    /**
     * Deletes some records.
     *
     * @param written how many have been written since last time: it must be faster than those who append
     */
    void delete(int written) {
        int budget = Math.max(MOST_AT_ONCE, 2 * written);
        Iterator<StreamState> each = due.iterator();
        try {
            while (each.hasNext() && budget > 0) {
                StreamState stream = each.next();
                int asked = Math.min(budget, MOST_AT_ONCE);
                int removed = trim(stream, asked);
                budget -= Math.max(removed, 1);
                if (removed < asked) {
                    each.remove();
                }
            }
            trouble.end();
        } catch (SQLException e) {
            due.clear(); // until the next look at all
            trouble.begin(SqlProblem.told("cannot remove old records from", file, e));
        }
    }

    /** Removes a stream's oldest segments as far as they are too many or too old; returns how many records that were. */
    private int trim(StreamState stream, int most) throws SQLException {
        Surplus surplus = new Surplus(stream.count() - settings.records(), expired(), most);
        Place first =
                database.walk(stream, surplus::add).orElse(new Place(stream.last() + 1, stream.last(), Long.MAX_VALUE));
        if (surplus.records > 0) {
            database.remove(stream, surplus.upTo);
        }
        stream.shrink(surplus.records, first.first(), first.at(), settings.records());
        return (int) surplus.records;
    }

    private long expired() {
        return clock.instant().minus(settings.age()).toEpochMilli();
    }

    /** What is to go of a stream. */
    private static final class Surplus {
        private final long tooMany;
        private final long expired;
        private final int most;
        private long records;
        private long upTo;

        Surplus(long tooMany, long expired, int most) {
            this.tooMany = tooMany;
            this.expired = expired;
            this.most = most;
        }

        /** Adds the next segment, unless it is to stay, or there is enough for now. */
        boolean add(Place segment) {
            boolean goes = records < most && (records + segment.count() <= tooMany || segment.at() < expired);
            if (goes) {
                records += segment.count();
                upTo = segment.last();
            }
            return goes;
        }
    }
}
