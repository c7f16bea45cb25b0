package dev.sluice.transport;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop that somebody looks at. Whoever has not been looked at for a minute is let go; when more than
 * {@value #MOST} are looked at, the one that was looked at longest ago is. What a session said last can be seen also when it
 * has ended meanwhile. Used on that event loop.
 */
final class FrameTaps {
    static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final int MOST = 16;

    private final Map<String, Opened> opened = new LinkedHashMap<>();
    private long highest;

    /** A session, as far as this is about it. */
    interface Source {
        InstantSource clock();

        /** Has all frames seen by {@code tap}, or by nobody. */
        void tap(@Nullable FrameTap tap);
    }

    /**
     * What there is to see of a session; from now on its frames are kept.
     *
     * @param source the session, if it is still there
     * @param after number of the last frame that is known already
     * @return empty if there is no such session, and none that has been looked at lately
     */
    Optional<SessionFrames> look(String id, Optional<? extends Source> source, long after, long nowNanos) {
        Opened known = opened.remove(id);
        if (known == null && source.isEmpty()) {
            return Optional.empty();
        }
        Opened looked = known == null ? open(source.orElseThrow()) : known;
        looked.lookedNanos = nowNanos;
        opened.put(id, looked); // at the end: they are in the order of looks
        letGoOfOldest();
        FrameTap tap = looked.tap;
        long from = Math.max(after, looked.before);
        return Optional.of(
                new SessionFrames(tap.after(from), tap.last(), tap.missed(from), source.isPresent(), known == null));
    }

    private Opened open(Source source) {
        Opened fresh = new Opened(source, new FrameTap(source.clock(), highest), highest);
        source.tap(fresh.tap);
        return fresh;
    }

    private void letGoOfOldest() {
        if (opened.size() > MOST) {
            Iterator<Opened> eldestFirst = opened.values().iterator();
            letGo(eldestFirst.next());
            eldestFirst.remove();
        }
    }

    /** Lets go of those that nobody looks at any more; called once a second. */
    void sweep(long nowNanos) {
        opened.values().removeIf(one -> {
            boolean forgotten = nowNanos - one.lookedNanos >= PATIENCE_NANOS;
            if (forgotten) {
                letGo(one);
            }
            return forgotten;
        });
    }

    /** Numbers go on where they were, so that who comes back sees that these are others. */
    private void letGo(Opened one) {
        highest = Math.max(highest, one.tap.last());
        one.source.tap(null);
    }

    /** One that is looked at. */
    private static final class Opened {
        private final Source source;
        private final FrameTap tap;
        private final long before;
        private long lookedNanos;

        Opened(Source source, FrameTap tap, long before) {
            this.source = source;
            this.tap = tap;
            this.before = before;
        }
    }
}
