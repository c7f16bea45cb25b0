package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One producer and one consumer of a stream, with a record due every few milliseconds: how long each takes to be dispatched,
 * from when it was due. The generator's thread.
 */
final class LiveProbe implements Traffic, AutoCloseable {
    private static final String MARK = "live-probe";
    private static final long INTERVAL_NANOS = 5_000_000;
    private static final int MOST_WAITING = 1024;
    private static final int OP = "{\"op\":".length();

    private final ClientLoop loop = new ClientLoop(this);
    private final List<Connection> connections = new ArrayList<>();
    private final List<String> identify;
    private final ByteBuffer submission =
            ClientFrame.texts("{\"op\":6,\"t\":\"HEART_RATE\",\"d\":{\"val\":95,\"by\":\"" + MARK + "\"}}", 1);
    private final Marker own = new Marker(MARK);
    private final Times due = new Times(1, MOST_WAITING);
    private final Histogram latencies = new Histogram();
    private int ready;
    private long nextDue;

    private LiveProbe(Developer developer) throws IOException, InterruptedException {
        identify = List.of(
                "{\"op\":3,\"d\":{\"token\":\"" + developer.consumerToken() + "\",\"type\":1}}",
                "{\"op\":3,\"d\":{\"token\":\"" + developer.producerToken(MARK) + "\",\"type\":0}}");
    }

    static LiveProbe open(Developer developer) throws IOException, InterruptedException {
        LiveProbe probe = new LiveProbe(developer);
        probe.connections.addAll(probe.loop.open(developer.target(), 2));
        while (probe.ready < 2) {
            probe.loop.poll(100);
        }
        return probe;
    }

    /** Forgets what was measured. */
    void begin() {
        latencies.clear();
        nextDue = System.nanoTime();
    }

    /** Sends what is due and takes what has come, without waiting. */
    void poll() throws IOException {
        for (long now = System.nanoTime(); nextDue <= now; nextDue += INTERVAL_NANOS) {
            due.add(0, nextDue);
            connections.get(1).send(submission.rewind());
        }
        loop.poll(0);
    }

    long percentile(double share) {
        return latencies.percentile(share);
    }

    @Override
    public void opened(Connection connection, long now) throws IOException {
        connection.send(ClientFrame.texts(identify.get(connection.number()), 1));
    }

    @Override
    public void message(Connection connection, ByteBuffer buffer, int offset, int length, long now) {
        byte op = buffer.get(offset + OP);
        if (op == '4') {
            ready++;
        } else if (op == '5' && own.isIn(buffer, offset, length)) {
            latencies.record(System.nanoTime() - due.removeOldest(0));
        }
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
