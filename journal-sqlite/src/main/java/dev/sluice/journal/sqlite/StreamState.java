package dev.sluice.journal.sqlite;

import dev.sluice.journal.Journal.Entry;
import dev.sluice.journal.Journal.Following;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What is known of one stream without asking the file. What says so is for the writer's thread only; the rest is for all.
 */
final class StreamState {
    private final long id;
    private final String name;
    private final byte[] key;
    private final long before;
    private final AtomicBoolean damaged = new AtomicBoolean();
    private volatile long last;
    private volatile long hidden;
    private List<Consumer<List<Entry>>> followers = List.of();

    // the writer's
    private boolean stored;
    private long count;
    private long first;
    private long oldest;

    /**
     * A stream that has no records yet.
     *
     * @param before its first record's number is one more
     */
    StreamState(long id, String name, long before) {
        this.id = id;
        this.name = name;
        this.key = name.getBytes(StandardCharsets.UTF_8);
        this.before = before;
    }

    /** A stream as it was found in the file. */
    StreamState(Database.StoredStream found) {
        this(found.id(), found.name(), 0);
        stored = true;
        last = found.last();
        count = found.count();
        first = found.first();
        oldest = found.oldest();
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    /** The name as it goes into checksums. */
    byte[] key() {
        return key;
    }

    long last() {
        return last;
    }

    /** The newest record that retention has removed, or will as soon as it has the time: it is not served any more. */
    long hidden() {
        return hidden;
    }

    /** True the first time only: damage is told once. */
    boolean isNewlyDamaged() {
        return damaged.compareAndSet(false, true);
    }

    synchronized Following follow(Consumer<List<Entry>> listener) {
        List<Consumer<List<Entry>>> more = new ArrayList<>(followers);
        more.add(listener);
        followers = List.copyOf(more);
        AtomicBoolean open = new AtomicBoolean(true);
        return new Following(last, () -> {
            if (open.getAndSet(false)) {
                unfollow(listener);
            }
        });
    }

    private synchronized void unfollow(Consumer<List<Entry>> listener) {
        List<Consumer<List<Entry>>> fewer = new ArrayList<>(followers);
        fewer.remove(listener);
        followers = List.copyOf(fewer);
    }

    /** The writer's: whether the file has a row for it. */
    boolean isStored() {
        return stored;
    }

    /** The writer's: the number that comes after the newest. */
    long next() {
        return last == 0 ? before + 1 : last + 1;
    }

    /** The writer's: how many records there are, those that retention should have removed included. */
    long count() {
        return count;
    }

    /** The writer's: when the oldest record was written, in milliseconds since 1970. */
    long oldest() {
        return oldest;
    }

    /**
     * The writer's: notes records that are durable now.
     *
     * @param at when they were written
     * @param limit how many records are served
     * @return who has to be told
     */
    synchronized List<Consumer<List<Entry>>> grow(List<Entry> added, long at, long limit) {
        if (count == 0) {
            first = added.get(0).sequence();
            oldest = at;
        }
        stored = true;
        count += added.size();
        last = added.get(added.size() - 1).sequence();
        hide(limit);
        return followers;
    }

    /**
     * The writer's: notes that the oldest records are gone.
     *
     * @param newFirst the oldest record that is left
     */
    void shrink(long removed, long newFirst, long newOldest, long limit) {
        count -= removed;
        first = newFirst;
        oldest = newOldest;
        hide(limit);
    }

    /** The writer's: where records are missing in the middle this hides too few, and the deletion that follows makes it good. */
    void hide(long limit) {
        hidden = count > limit ? first + (count - limit) - 1 : Math.max(hidden, first - 1);
    }
}
