package dev.sluice.journal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal that lives as long as the process: a ring of records per stream. Stages complete and followers are
 * called on the appending thread.
 */
public final class MemoryJournal implements Journal {
    private static final Logger log = LoggerFactory.getLogger(MemoryJournal.class);

    private final JournalSettings settings;
    private final InstantSource clock;
    private final long first;
    private final Map<String, Ring> rings = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * An empty journal.
     *
     * @param first the number of each stream's first record
     */
    public MemoryJournal(JournalSettings settings, InstantSource clock, long first) {
        this.settings = settings;
        this.clock = clock;
        this.first = first;
    }

    /** An empty journal that counts from the present time in microseconds, so that numbers do not go back over a restart. */
    public static MemoryJournal startingNow(JournalSettings settings, InstantSource clock) {
        Instant now = clock.instant();
        long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
        return new MemoryJournal(settings, clock, micros);
    }

    @Override
    public CompletionStage<Long> append(String stream, byte[] record) {
        if (closed) {
            return CompletableFuture.failedFuture(new JournalException("the journal is closed"));
        }
        return CompletableFuture.completedFuture(ring(stream).append(record));
    }

    @Override
    public CompletionStage<List<Entry>> read(String stream, long after, long before, int limit) {
        Ring ring = rings.get(stream);
        return CompletableFuture.completedFuture(ring == null ? List.of() : ring.read(after, before, limit));
    }

    @Override
    public Following follow(String stream, Consumer<List<Entry>> listener) {
        return ring(stream).follow(listener);
    }

    @Override
    public long last(String stream) {
        Ring ring = rings.get(stream);
        return ring == null ? 0 : ring.last();
    }

    @Override
    public void close() {
        closed = true;
    }

    private Ring ring(String stream) {
        return rings.computeIfAbsent(stream, name -> new Ring());
    }

    /** One stream. Its lock is held while followers are called, which keeps them in order. */
    private final class Ring {
        private final NavigableMap<Long, Kept> records = new TreeMap<>();
        private final List<Consumer<List<Entry>>> followers = new ArrayList<>();
        private @Nullable Entry newest;

        synchronized long append(byte[] data) {
            Instant now = clock.instant();
            Entry entry = new Entry(newest == null ? first : newest.sequence() + 1, data);
            newest = entry;
            records.put(entry.sequence(), new Kept(entry, now));
            dropOld(now);
            List<Entry> batch = List.of(entry);
            List.copyOf(followers).forEach(follower -> tell(follower, batch));
            return entry.sequence();
        }

        synchronized List<Entry> read(long after, long before, int limit) {
            dropOld(clock.instant());
            return after >= before
                    ? List.of()
                    : records.subMap(after, false, before, false).values().stream()
                            .map(Kept::entry)
                            .limit(limit)
                            .toList();
        }

        synchronized Following follow(Consumer<List<Entry>> listener) {
            followers.add(listener);
            AtomicBoolean open = new AtomicBoolean(true);
            return new Following(last(), () -> {
                if (open.getAndSet(false)) {
                    unfollow(listener);
                }
            });
        }

        synchronized long last() {
            return newest == null ? 0 : newest.sequence();
        }

        private synchronized void unfollow(Consumer<List<Entry>> listener) {
            followers.remove(listener);
        }

        private void dropOld(Instant now) {
            Instant oldest = now.minus(settings.age());
            while (!records.isEmpty()
                    && (records.size() > settings.records()
                            || records.firstEntry().getValue().at.isBefore(oldest))) {
                records.pollFirstEntry();
            }
        }
    }

    private static void tell(Consumer<List<Entry>> follower, List<Entry> batch) {
        try {
            follower.accept(batch);
        } catch (RuntimeException e) {
            log.error("a follower of the journal failed", e);
        }
    }

    private record Kept(Entry entry, Instant at) {}
}
