package dev.sluice.transport;

import dev.sluice.transport.TransportMetrics.Line;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The numbers of one event loop: written on that loop only, read by any thread. */
final class LoopMetrics {
    private static final int LOOKS = 16;

    private final Map<Line, Tally<Count>> counts = new ConcurrentHashMap<>();
    private final Map<Line, Tally<Level>> levels = new ConcurrentHashMap<>();
    private final Map<String, Tally<Refusal>> refusals = new ConcurrentHashMap<>();
    private final long[] lags = new long[LOOKS];
    private int looks;
    private volatile long lag;

    /** The counters of one line, to be kept by whoever counts. */
    Tally<Count> counts(Line line) {
        return counts.computeIfAbsent(line, l -> new Tally<>(Count.class));
    }

    void refused(String listener, Refusal reason) {
        refusals.computeIfAbsent(listener, l -> new Tally<>(Refusal.class)).add(reason, 1);
    }

    /** Notes by how much the loop was late for something that it does every second. */
    void late(long nanos) {
        lags[looks++ % LOOKS] = Math.max(0, nanos);
        long worst = 0;
        for (long each : lags) {
            worst = Math.max(worst, each);
        }
        lag = worst;
    }

    /** Looks at what waits for the loop's sessions. */
    void look(Iterable<ChannelSession> sessions) {
        levels.values().forEach(LoopMetrics::clear);
        for (ChannelSession session : sessions) {
            int events = session.mailboxEvents();
            long bytes = session.outboundBytes();
            if (events > 0 || bytes > 0) {
                Tally<Level> level = levels.computeIfAbsent(session.line(), l -> new Tally<>(Level.class));
                level.add(Level.MAILBOX_EVENTS, events);
                level.add(Level.OUTBOUND_BYTES, bytes);
                level.set(Level.MAILBOX_DEEPEST, Math.max(events, level.get(Level.MAILBOX_DEEPEST)));
            }
        }
    }

    private static void clear(Tally<Level> level) {
        for (Level each : Level.values()) {
            level.set(each, 0);
        }
    }

    // ---- for any thread

    long get(Line line, Count what) {
        Tally<Count> tally = counts.get(line);
        return tally == null ? 0 : tally.get(what);
    }

    long get(Line line, Level what) {
        Tally<Level> tally = levels.get(line);
        return tally == null ? 0 : tally.get(what);
    }

    long get(String listener, Refusal reason) {
        Tally<Refusal> tally = refusals.get(listener);
        return tally == null ? 0 : tally.get(reason);
    }

    /** By how much the loop was late at worst, in the last seconds, in nanoseconds. */
    long lag() {
        return lag;
    }
}
