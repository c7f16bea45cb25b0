package dev.sluice.valtronics;

import dev.sluice.protocol.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections and messages, and notes each message in the log at debug level: never what is in it. Safe for use by any
 * thread.
 */
final class Traffic {
    private static final Logger log = LoggerFactory.getLogger(Traffic.class);

    private final InstantSource clock;
    private final Set<Connection> active = ConcurrentHashMap.newKeySet();
    private final LongAdder total = new LongAdder();
    private final LongAdder endedMillis = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    Traffic(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a new connection. */
    Connection open(Session session) {
        Connection connection = new Connection(session.id(), clock.instant());
        active.add(connection);
        total.increment();
        return connection;
    }

    int activeConnections() {
        return active.size();
    }

    /** Everything counted so far. */
    Figures figures() {
        Instant now = clock.instant();
        List<ConnectionFigures> each = active.stream()
                .map(connection -> connection.figures(now))
                .sorted(Comparator.comparing(ConnectionFigures::connectedAt).thenComparing(ConnectionFigures::id))
                .toList();
        long millis = endedMillis.sum()
                + each.stream().mapToLong(one -> one.duration().toMillis()).sum();
        long connections = Math.max(1, total.sum());
        return new Figures(
                total.sum(),
                each.size(),
                received.sum(),
                sent.sum(),
                Duration.ofMillis(millis / connections),
                (double) (received.sum() + sent.sum()) / connections,
                each);
    }

    /**
     * What has been counted.
     *
     * @param averageDuration of all connections, also those that last
     * @param messagesPerConnection in both directions
     */
    record Figures(
            long totalConnections,
            int activeConnections,
            long messagesReceived,
            long messagesSent,
            Duration averageDuration,
            double messagesPerConnection,
            List<ConnectionFigures> connections) {}

    /** What has been counted of one connection that lasts. */
    record ConnectionFigures(
            String id, Instant connectedAt, Duration duration, long messagesReceived, long messagesSent) {}

    /** One connection's counters; written by its session, read by whoever asks. */
    final class Connection {
        private static final AtomicLongFieldUpdater<Connection> IN =
                AtomicLongFieldUpdater.newUpdater(Connection.class, "in");
        private static final AtomicLongFieldUpdater<Connection> OUT =
                AtomicLongFieldUpdater.newUpdater(Connection.class, "out");

        private final String id;
        private final Instant connectedAt;
        private volatile long in;
        private volatile long out;

        private Connection(String id, Instant connectedAt) {
            this.id = id;
            this.connectedAt = connectedAt;
        }

        void received(String type, Optional<Channel> channel, int bytes) {
            IN.lazySet(this, in + 1);
            received.increment();
            note("received", type, channel, bytes);
        }

        void sent(String type, Optional<Channel> channel, int bytes) {
            OUT.lazySet(this, out + 1);
            sent.increment();
            note("sent", type, channel, bytes);
        }

        private void note(String direction, String type, Optional<Channel> channel, int bytes) {
            if (log.isDebugEnabled()) {
                log.debug(
                        "session={} timestamp={} direction={} type={} size={} channel={}",
                        id,
                        ValtronicsCodec.text(clock.instant()),
                        direction,
                        type,
                        bytes,
                        channel.map(Channel::wire).orElse("-"));
            }
        }

        private ConnectionFigures figures(Instant now) {
            return new ConnectionFigures(id, connectedAt, age(now), in, out);
        }

        private Duration age(Instant now) {
            Duration age = Duration.between(connectedAt, now);
            return age.isNegative() ? Duration.ZERO : age;
        }

        /** The connection has ended. */
        void close() {
            if (active.remove(this)) {
                endedMillis.add(age(clock.instant()).toMillis());
            }
        }
    }
}
