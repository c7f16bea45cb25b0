package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A consumer that asks for everything again and again. Every replay must be whole and in order. The generator's thread. */
final class ReplayLoad implements Traffic, AutoCloseable {
    private static final int OP = "{\"op\":".length();
    private static final int SEQUENCE = "{\"op\":5,\"seq\":".length();

    private final ClientLoop loop = new ClientLoop(this);
    private final List<Connection> consumers = new ArrayList<>();
    private final long records;
    private final ByteBuffer request;
    private final String identify;
    private long next;
    private long begun;
    private long replayed;
    private long nanos;
    private boolean ready;
    private boolean finishing;

    private ReplayLoad(Developer developer, long records) throws IOException, InterruptedException {
        this.records = records;
        this.identify = "{\"op\":3,\"d\":{\"token\":\"" + developer.consumerToken() + "\",\"type\":1}}";
        this.request = ClientFrame.texts("{\"op\":7,\"d\":{\"after\":0,\"before\":" + (records + 1) + "}}", 1);
    }

    static ReplayLoad open(Developer developer, long records) throws IOException, InterruptedException {
        ReplayLoad load = new ReplayLoad(developer, records);
        load.consumers.addAll(load.loop.open(developer.target(), 1));
        while (!load.ready) {
            load.loop.poll(100);
        }
        return load;
    }

    /** Replays for a while; records a second. */
    double run(Duration time) throws IOException {
        replayed = 0;
        nanos = 0;
        begin();
        loop.run(time);
        finish();
        return replayed * 1e9 / nanos;
    }

    /** Asks for everything, and from now on for everything again when it is there. */
    void begin() throws IOException {
        finishing = false;
        ask(System.nanoTime());
    }

    /** Takes the rest of the present replay and asks for no further one. */
    void finish() throws IOException {
        finishing = true;
        while (next <= records) {
            loop.poll(100);
        }
    }

    ClientLoop loop() {
        return loop;
    }

    @Override
    public void opened(Connection connection, long now) throws IOException {
        connection.send(ClientFrame.texts(identify, 1));
    }

    @Override
    public void message(Connection connection, ByteBuffer buffer, int offset, int length, long now) throws IOException {
        byte op = buffer.get(offset + OP);
        if (op == '4') {
            ready = true;
        } else if (op == '5') {
            dispatched(sequence(buffer, offset), now);
        }
    }

    private void ask(long now) throws IOException {
        next = 1;
        begun = now;
        for (Connection consumer : consumers) {
            consumer.send(request.rewind());
        }
    }

    private void dispatched(long sequence, long now) throws IOException {
        if (sequence != next) {
            throw new ProtocolException("replay: record " + sequence + " (expected: " + next + ")");
        }
        if (next++ == records) {
            replayed += records;
            nanos += now - begun;
            if (!finishing) {
                ask(now);
            }
        }
    }

    private static long sequence(ByteBuffer buffer, int offset) {
        long number = 0;
        for (int i = offset + SEQUENCE; buffer.get(i) != ','; i++) {
            number = 10 * number + buffer.get(i) - '0';
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
