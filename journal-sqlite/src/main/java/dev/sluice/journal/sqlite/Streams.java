package dev.sluice.journal.sqlite;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** All streams that have records or are followed. For all threads. */
final class Streams {
    private final Map<String, StreamState> byName = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final long before;

    /**
     * The streams of a file.
     *
     * @param before a new stream's first number is one more
     */
    Streams(List<Database.StoredStream> found, long before) {
        this.before = before;
        for (Database.StoredStream stream : found) {
            byName.put(stream.name(), new StreamState(stream));
            ids.accumulateAndGet(stream.id(), Math::max);
        }
    }

    Optional<StreamState> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    StreamState of(String name) {
        return byName.computeIfAbsent(name, n -> new StreamState(ids.incrementAndGet(), n, before));
    }

    Collection<StreamState> all() {
        return byName.values();
    }
}
