package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * One connection's request that makes the server send a message to all connections. The next request goes out when each of
 * the others has its delivery of the one before. A delivery's latency counts from its request. What comes back to the one
 * that asks is not counted: whoever asks may get an answer besides. The generator's thread.
 */
final class FanOutLoad implements Traffic {
    /** Time for messages that are not counted: what a server sends to a new connection unasked, for one. */
    private static final Duration SETTLING = Duration.ofMillis(300);

    /** A delivery that takes longer is lost. */
    private static final Duration LOST_AFTER = Duration.ofSeconds(10);

    private final List<Publication> publications;
    private final int[] received;
    private final Meter meter;
    private int published;
    private int missing;
    private long publishedAt;

    private FanOutLoad(FanOut fanOut, int connections, Meter meter) {
        this.publications = fanOut.changes().stream()
                .map(change -> new Publication(ClientFrame.texts(change.request(), 1), new Marker(change.delivery())))
                .toList();
        this.received = new int[connections];
        this.meter = meter;
    }

    /** @param deaf how many more connections are sent everything and read nothing */
    static Sample run(FanOut fanOut, int connections, int deaf, Duration warmUp, Duration time, Meter meter)
            throws IOException {
        FanOutLoad load = new FanOutLoad(fanOut, connections, meter);
        try (ClientLoop loop = new ClientLoop(load)) {
            loop.open(fanOut.target(), connections);
            Connection publisher = loop.open(fanOut.target(), 1).get(0);
            for (Connection connection : deaf == 0 ? List.<Connection>of() : loop.open(fanOut.target(), deaf)) {
                connection.deafen();
            }
            loop.run(SETTLING);
            // Whatever the state was, it is the first change's from here on, so that the second one does change
            // something.
            publisher.send(load.current().request());
            loop.run(SETTLING);
            load.publishFor(warmUp, publisher, loop);
            meter.start();
            load.publishFor(time, publisher, loop);
            return meter.stop();
        }
    }

    private void publishFor(Duration time, Connection publisher, ClientLoop loop) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            publish(publisher);
            while (missing > 0) {
                loop.poll(100);
                if (System.nanoTime() - publishedAt > LOST_AFTER.toNanos()) {
                    throw new IOException("deliveries of one change: " + (received.length - missing) + " (expected: "
                            + received.length + " within " + LOST_AFTER.toSeconds() + " s)");
                }
            }
        }
    }

    private void publish(Connection publisher) throws IOException {
        published++;
        missing = received.length;
        publishedAt = System.nanoTime();
        publisher.send(current().request().rewind());
    }

    @Override
    public void message(Connection connection, ByteBuffer buffer, int offset, int length, long now)
            throws ProtocolException {
        if (connection.number() >= received.length || published == 0) {
            return;
        }
        if (!current().delivery().isIn(buffer, offset, length)) {
            return;
        }
        if (received[connection.number()] == published) {
            throw new ProtocolException(connection + ": a second delivery of one change (expected: one)");
        }
        received[connection.number()] = published;
        missing--;
        meter.record(now - publishedAt);
    }

    private Publication current() {
        return publications.get(published % publications.size());
    }

    private record Publication(ByteBuffer request, Marker delivery) {}
}
