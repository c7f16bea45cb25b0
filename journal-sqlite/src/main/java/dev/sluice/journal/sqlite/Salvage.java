package dev.sluice.journal.sqlite;

import dev.sluice.journal.JournalException;
import dev.sluice.journal.sqlite.DamagedFile.Candidate;
import dev.sluice.journal.sqlite.DamagedFile.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a damaged file by a new one with what is good of it: of each stream the records from the oldest up to the first
 * that cannot be read, does not match its checksum or is missing. Numbers go on {@link Inspection#STEP} higher, since those
 * that are lost may have been seen by somebody and must not come again. The damaged file is kept. Used at the start, by the
 * thread that opens the journal.
 */
final class Salvage {
    private static final Logger log = LoggerFactory.getLogger(Salvage.class);
    private static final int PAGE = 1000;

    private final JournalFiles files;
    private final InstantSource clock;

    Salvage(JournalFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /** Does it. If it is interrupted, the next start does it again. */
    void run(String damage) throws JournalException {
        log.warn("{} is damaged ({}): copying what is good", files.database(), damage);
        Map<String, Saved> saved = copy();
        try {
            Path kept = files.replaceDamaged();
            saved.forEach((name, stream) -> log.warn(
                    "stream '{}' has been cut: {} records up to number {} are kept, numbering goes on after {}",
                    name,
                    stream.records,
                    stream.newest,
                    stream.last));
            log.warn(
                    "{} is new, with the {} streams that could be read; the damaged file is kept as {}",
                    files.database(),
                    saved.size(),
                    kept);
        } catch (IOException e) {
            throw new JournalException("cannot put the damaged " + files.database() + " aside: " + e, e);
        }
    }

    private Map<String, Saved> copy() throws JournalException {
        Map<String, Saved> saved = new LinkedHashMap<>();
        try (DamagedFile damaged = new DamagedFile(files.database());
                Database copy = Database.create(files.repaired())) {
            copy.inTransaction(() -> {
                copy.putStream(0, Database.NEW_STREAMS, aboveAll(clock), 0);
                copyStreams(damaged, copy, saved);
            });
        } catch (SQLException e) {
            throw SqlProblem.told("cannot copy the damaged " + files.database() + " to", files.repaired(), e);
        }
        return saved;
    }

    /** What new streams begin after when old ones may be among them: more than any number can have become by now. */
    static long aboveAll(InstantSource clock) {
        return clock.millis() * 1000;
    }

    private static void copyStreams(DamagedFile damaged, Database copy, Map<String, Saved> saved) throws SQLException {
        Set<Long> ids = new HashSet<>(Set.of(0L));
        for (Candidate candidate : damaged.candidates()) {
            if (!ids.contains(candidate.id()) && !saved.containsKey(candidate.name())) {
                Optional<Saved> stream = copyStream(candidate, damaged, copy);
                if (stream.isPresent()) {
                    ids.add(candidate.id());
                    saved.put(candidate.name(), stream.get());
                }
            }
        }
    }

    /** Copies a stream if there is something that proves that it existed. */
    private static Optional<Saved> copyStream(Candidate stream, DamagedFile damaged, Database copy)
            throws SQLException {
        long newest = 0;
        long records = 0;
        List<Run> runs = damaged.records(stream, stream.removed(), PAGE);
        long removed = runs.isEmpty() ? 0 : runs.get(0).entries().get(0).sequence() - 1;
        while (!runs.isEmpty()) {
            for (Run run : runs) {
                copy.putRecords(stream.id(), stream.key(), run.entries(), run.at());
                records += run.entries().size();
                newest = run.entries().get(run.entries().size() - 1).sequence();
            }
            runs = damaged.records(stream, newest, PAGE);
        }
        long known = Math.max(stream.last(), damaged.newest(stream).orElse(newest));
        if (Math.max(known, newest) == 0) {
            return Optional.empty();
        }
        long last = (known - newest < Inspection.STEP ? newest : known) + Inspection.STEP;
        copy.putStream(stream.id(), stream.name(), last, records == 0 ? last : removed);
        return Optional.of(new Saved(records, newest, last));
    }

    /**
     * What became of a stream.
     *
     * @param newest the number of the last record that was copied, 0 if none was
     * @param last what numbering goes on after
     */
    private record Saved(long records, long newest, long last) {}
}
