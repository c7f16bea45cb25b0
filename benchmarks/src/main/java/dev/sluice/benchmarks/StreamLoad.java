package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Producers and one consumer of a developer's stream. Each producer keeps a number of records under way: when the consumer has
 * one, its producer sends the next. A record's latency counts from its submission to its dispatch. The generator's thread.
 */
final class StreamLoad implements Traffic, AutoCloseable {
    /** In the middle of what real ones look like: a record of about 200 bytes in the journal. */
    private static final String SUBMISSION =
            "{\"op\":6,\"t\":\"ACCELERATION\",\"d\":{\"ts\":\"2026-01-01T10:26:11.268507Z\","
                    + "\"d\":[0.123456789,-9.81234567,0.987654321],\"device\":\"benchmark-watch-1\",\"source\":\"wrist-left\"}}";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] USER = "\"uid\":\"p".getBytes(StandardCharsets.US_ASCII);
    private static final int OP = "{\"op\":".length();

    private final ClientLoop loop = new ClientLoop(this);
    private final List<String> tokens = new ArrayList<>();
    private final List<Connection> producers = new ArrayList<>();
    private final ByteBuffer submission = ClientFrame.texts(SUBMISSION, 1);
    private final Times submitted;
    private final Meter meter;
    private final int[] toSend;
    private int ready;
    private long dispatched;
    private boolean refilling = true;

    private StreamLoad(int producers, int depth, Meter meter) throws IOException {
        this.submitted = new Times(producers, depth);
        this.toSend = new int[producers];
        this.meter = meter;
    }

    /** Connects a consumer and the producers, all ready. */
    static StreamLoad open(Developer developer, int producers, int depth, Meter meter)
            throws IOException, InterruptedException {
        StreamLoad load = new StreamLoad(producers, depth, meter);
        load.tokens.add(identify(developer.consumerToken(), 1));
        for (int i = 0; i < producers; i++) {
            load.tokens.add(identify(developer.producerToken("p" + i), 0));
        }
        load.loop.open(developer.target(), 1);
        load.producers.addAll(load.loop.open(developer.target(), producers));
        load.until(() -> load.ready == producers + 1, "ready");
        return load;
    }

    private static String identify(String token, int type) {
        return "{\"op\":3,\"d\":{\"token\":\"" + token + "\",\"type\":" + type + "}}";
    }

    /** Loads for a while, and counts the last part of it. */
    static Sample run(Developer developer, int producers, int depth, Duration warmUp, Duration time, Meter meter)
            throws IOException, InterruptedException {
        try (StreamLoad load = open(developer, producers, depth, meter)) {
            load.submit(depth);
            load.loop.run(warmUp);
            meter.start();
            load.loop.run(time);
            Sample sample = meter.stop();
            load.finish();
            return sample;
        }
    }

    /** Puts a number of records into the stream. */
    static void fill(Developer developer, long records, Meter meter) throws IOException, InterruptedException {
        int producers = 16;
        int depth = 64;
        try (StreamLoad load = open(developer, producers, depth, meter)) {
            load.submit(depth);
            load.until(() -> load.dispatched >= records, "dispatched");
            load.finish();
        }
    }

    private void submit(int depth) throws IOException {
        for (int producer = 0; producer < producers.size(); producer++) {
            send(producer, depth, System.nanoTime());
        }
    }

    /** Waits for what is still under way, so that nothing of it falls into the next measurement. */
    private void finish() throws IOException {
        refilling = false;
        until(() -> IntStream.range(0, toSend.length).allMatch(submitted::isEmpty), "finished");
    }

    private void until(BooleanSupplier condition, String what) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            loop.poll(100);
            if (System.nanoTime() > deadline) {
                throw new IOException("stream: not " + what + " (expected: within " + PATIENCE.toSeconds() + " s)");
            }
        }
    }

    private void send(int producer, int count, long now) throws IOException {
        for (int i = 0; i < count; i++) {
            submitted.add(producer, now);
            producers.get(producer).send(submission.rewind());
        }
    }

    @Override
    public void opened(Connection connection, long now) throws IOException {
        connection.send(ClientFrame.texts(tokens.get(connection.number()), 1));
    }

    @Override
    public void message(Connection connection, ByteBuffer buffer, int offset, int length, long now) {
        switch (buffer.get(offset + OP)) {
            case '4' -> ready++;
            case '5' -> dispatched(producer(buffer, offset, length), now);
            default -> {} // HELLO
        }
    }

    private void dispatched(int producer, long now) {
        dispatched++;
        meter.record(now - submitted.removeOldest(producer));
        toSend[producer]++;
    }

    /** Whose record it is: users are called p0, p1, … */
    private static int producer(ByteBuffer buffer, int offset, int length) {
        int at = offset + length - USER.length; // the user comes behind the data
        while (!matches(buffer, at)) {
            at--;
        }
        int number = 0;
        for (int i = at + USER.length; buffer.get(i) != '"'; i++) {
            number = 10 * number + buffer.get(i) - '0';
        }
        return number;
    }

    private static boolean matches(ByteBuffer buffer, int at) {
        for (int i = 0; i < USER.length; i++) {
            if (buffer.get(at + i) != USER[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void readComplete(Connection connection, long now) throws IOException {
        if (connection.number() != 0 || !refilling) {
            return;
        }
        for (int producer = 0; producer < toSend.length; producer++) {
            if (toSend[producer] > 0) {
                send(producer, toSend[producer], now);
                toSend[producer] = 0;
            }
        }
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
