package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One connection's requests, one or several at once, each of which makes the server send a message to all connections. The
 * next ones go out when each of the others has its deliveries of those before. It must have them in order and exactly once:
 * anything else ends the load with an error. A delivery's latency counts from when the requests were sent. What comes back to
 * the one that asks is not counted: whoever asks may get an answer besides. The generator's thread.
 */
final class FanOutLoad implements Traffic {
    /** After so long without a message what is not counted is over: what a server sends to a new connection unasked, for one. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** How long to wait for answers to the one who asks, who may get none. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A delivery, or an answer, that takes longer is lost. So long, since a server that has just started answers 50,000 first. */
    private static final Duration LOST_AFTER = Duration.ofSeconds(60);

    /** Whose compressed messages are restored. */
    private static final int SAMPLE = 0;

    private final FanOut fanOut;
    private final List<Marker> deliveries;

    /** What is sent at once, by the number of the change that it begins with. */
    private final List<ByteBuffer> bursts;

    private final long[] received;
    private final Meter meter;
    private final Marker answer;
    private final MessageInflater inflater = new MessageInflater();
    private int answers;
    private int replies;
    private long newest;
    private boolean counting;
    private long counted;
    private long published;
    private long missing;
    private long publishedAt;

    private FanOutLoad(FanOut fanOut, int connections, Meter meter) {
        this.fanOut = fanOut;
        this.deliveries = fanOut.changes().stream()
                .map(change -> new Marker(change.delivery()))
                .toList();
        this.bursts = IntStream.range(0, fanOut.changes().size())
                .mapToObj(first -> burst(fanOut, first))
                .toList();
        this.received = new long[connections];
        this.meter = meter;
        this.answer = new Marker(
                fanOut.introduction().map(FanOut.Introduction::answer).orElse("no answer is expected"));
    }

    private static ByteBuffer burst(FanOut fanOut, int first) {
        List<FanOut.Change> changes = fanOut.changes();
        return ClientFrame.texts(IntStream.range(first, first + fanOut.burst())
                .mapToObj(i -> changes.get(i % changes.size()).request())
                .toList());
    }

    /** @param deaf how many more connections are sent everything and read nothing */
    static Sample run(FanOut fanOut, int connections, int deaf, Duration warmUp, Duration time, Meter meter)
            throws IOException {
        FanOutLoad load = new FanOutLoad(fanOut, connections, meter);
        try (ClientLoop loop = new ClientLoop(load)) {
            load.introduce(loop.open(fanOut.target(), connections), loop);
            Connection publisher = loop.open(fanOut.publisher(), 1).get(0);
            for (Connection connection : deaf == 0 ? List.<Connection>of() : loop.open(fanOut.target(), deaf)) {
                connection.deafen();
            }
            loop.run(QUIET);
            // Whatever the state was, it is the last of these changes' from here on, so that the next one does change
            // something.
            load.send(publisher);
            load.settle(loop);
            load.count();
            load.publishFor(warmUp, publisher, loop);
            meter.start();
            load.publishFor(time, publisher, loop);
            return meter.stop();
        }
    }

    private void introduce(List<Connection> connections, ClientLoop loop) throws IOException {
        if (fanOut.introduction().isEmpty()) {
            return;
        }
        FanOut.Introduction introduction = fanOut.introduction().get();
        ByteBuffer texts = ClientFrame.texts(introduction.texts());
        for (Connection connection : connections) {
            connection.send(texts.rewind());
            loop.poll(0);
        }
        int wanted = connections.size() * introduction.answers();
        long began = System.nanoTime();
        while (answers < wanted) {
            loop.poll(100);
            requireSoon(began, "answers to introductions", answers, wanted);
        }
    }

    private void send(Connection publisher) throws IOException {
        int first = (int) (published % bursts.size());
        published += fanOut.burst();
        missing = (long) received.length * fanOut.burst();
        publishedAt = System.nanoTime();
        newest = publishedAt;
        replies = 0;
        publisher.send(bursts.get(first).rewind());
    }

    /** Until everybody has what the first requests led to, also on a machine that is busy with something else. */
    private void settle(ClientLoop loop) throws IOException {
        long now = System.nanoTime();
        while (now - newest < QUIET.toNanos() || (replies < fanOut.burst() && now - publishedAt < PATIENCE.toNanos())) {
            loop.poll(10);
            now = System.nanoTime();
        }
    }

    /** From now on each delivery has to be the next one. */
    private void count() {
        Arrays.fill(received, published);
        counted = published;
        counting = true;
    }

    private void publishFor(Duration time, Connection publisher, ClientLoop loop) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            send(publisher);
            long wanted = missing;
            while (missing > 0) {
                loop.poll(100);
                requireSoon(publishedAt, "deliveries", wanted - missing, wanted);
            }
        }
    }

    private static void requireSoon(long began, String what, long found, long expected) throws IOException {
        if (System.nanoTime() - began > LOST_AFTER.toNanos()) {
            throw new IOException(
                    what + ": " + found + " (expected: " + expected + " within " + LOST_AFTER.toSeconds() + " s)");
        }
    }

    @Override
    public void message(Connection connection, ByteBuffer buffer, int offset, int length, long now)
            throws ProtocolException {
        int subscriber = connection.number();
        if (subscriber >= received.length) {
            replies++;
            newest = now;
            return;
        }
        if (!counting) {
            newest = now;
            answers += answer.isIn(buffer, offset, length) ? 1 : 0;
            return;
        }
        long next = received[subscriber];
        boolean isNext = deliveries.get((int) (next % deliveries.size())).isIn(buffer, offset, length);
        if (isNext && next < published) {
            take(subscriber, now);
        } else if (isNext || isDelivery(buffer, offset, length)) {
            byte[] bytes = new byte[length];
            buffer.get(offset, bytes);
            throw new ProtocolException(connection + ": message '" + new String(bytes, StandardCharsets.UTF_8)
                    + "' as number " + (next - counted + 1) + " (expected: each change once, in order, and now "
                    + fanOut.changes().get((int) (next % deliveries.size())).delivery() + ")");
        }
    }

    /** One subscriber's messages are restored and looked at; of the others' it is enough that they are as many. */
    @Override
    public void compressed(Connection connection, ByteBuffer buffer, int offset, int length, long now)
            throws ProtocolException {
        int subscriber = connection.number();
        if (!counting || subscriber == SAMPLE) {
            ByteBuffer plain = inflater.inflate(buffer, offset, length);
            message(connection, plain, 0, plain.limit(), now);
        } else if (subscriber < received.length) {
            if (received[subscriber] == published) {
                throw new ProtocolException(connection + ": one message more (expected: each change once)");
            }
            take(subscriber, now);
        }
    }

    private void take(int subscriber, long now) {
        received[subscriber]++;
        missing--;
        meter.record(now - publishedAt);
    }

    private boolean isDelivery(ByteBuffer buffer, int offset, int length) {
        return deliveries.stream().anyMatch(delivery -> delivery.isIn(buffer, offset, length));
    }
}
