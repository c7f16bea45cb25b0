package dev.sluice.journal;

import dev.sluice.device.Health;
import dev.sluice.device.Registration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Streams of records. In each stream records are numbered 1, 2, 3, … without a gap, and no number is ever given twice, also
 * after a restart. (A journal that keeps nothing over a restart begins at a higher number instead.) A record is there for
 * readers and followers as soon as it is as durable as the journal was asked to make it, and not before.
 *
 * <p>Every method may be called by any thread and never blocks. Stages complete and followers are called on the journal's own
 * threads: they must not block.
 */
public interface Journal extends AutoCloseable {
    /** A page of records ends with the one that makes it as large as this. */
    int PAGE_BYTES = 1 << 20;

    /**
     * Adds a record at the end of a stream. What one thread appends keeps its order, and the stages complete in it. If the
     * record cannot be kept (the disk is full, too many wait), the stage fails with a {@link JournalException} and the number
     * is given to the next record.
     *
     * @param record taken over: must not be changed any more
     * @return the record's number, once it is durable
     */
    CompletionStage<Long> append(String stream, byte[] record);

    /**
     * Reads records between two numbers, both exclusive, in ascending order; those that retention has removed are left out.
     * A page may end early, since it holds no more than about {@link #PAGE_BYTES}; only an empty one says that there is nothing.
     *
     * @param limit most records to read, from the lowest number on
     */
    CompletionStage<List<Entry>> read(String stream, long after, long before, int limit);

    /**
     * Hears of every record of a stream that becomes durable from now on, in ascending order, in batches.
     *
     * @return where this begins: the listener gets every record after {@link Following#last}
     */
    Following follow(String stream, Consumer<List<Entry>> listener);

    /** The number of a stream's newest record, 0 if there was none yet. */
    long last(String stream);

    /** Whether it keeps records now. */
    default Health health() {
        return Health.UP;
    }

    /** What it has cost so far to make records durable. */
    default Commits commits() {
        return Commits.NONE;
    }

    /** Makes what waits durable, then ends. Appending fails from now on. */
    @Override
    void close();

    /**
     * The commits so far: records that became durable together, with one answer of the disk.
     *
     * @param count how many there were
     * @param nanos what they took, together
     * @param worstNanos what the longest of the last ones took
     */
    record Commits(long count, long nanos, long worstNanos) {
        /** Of a journal that has nothing to wait for. */
        public static final Commits NONE = new Commits(0, 0, 0);
    }

    /**
     * One record.
     *
     * @param data shared by all readers: must not be changed
     */
    record Entry(long sequence, byte[] data) {}

    /**
     * A follower's place.
     *
     * @param last the newest record that the follower does not get, 0 if it gets all
     * @param registration ends it
     */
    record Following(long last, Registration registration) {}
}
