package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Requests and their replies, in order, on each connection. Closed loop: as soon as a reply is there the next request goes
 * out, so that always the same number is under way. Open loop: requests are due at a fixed rate whether or not the server
 * keeps up, and latency counts from when one was due, not from when it could be sent; a server that stalls is charged for
 * everything that it held up. The generator's thread.
 */
final class RequestLoad implements Traffic {
    /** Requests without an answer that an open loop allows one connection before it makes the next ones wait. */
    private static final int MOST_WAITING = 1024;

    private final Exchange exchange;
    private final boolean closed;
    private final ByteBuffer requests;
    private final int requestSize;
    private final Marker reply;
    private final Times due;
    private final Meter meter;
    private int replies;

    private RequestLoad(Exchange exchange, int connections, int depth, boolean closed, Meter meter) {
        this.exchange = exchange;
        this.closed = closed;
        this.requests = ClientFrame.texts(exchange.request(), depth);
        this.requestSize = requests.limit() / depth;
        this.reply = new Marker(exchange.reply());
        this.due = new Times(connections, closed ? depth : MOST_WAITING);
        this.meter = meter;
    }

    /** Keeps {@code depth} requests under way on each connection. */
    static Sample closed(Exchange exchange, int connections, int depth, Duration warmUp, Duration time, Meter meter)
            throws IOException {
        if (depth < 1 || depth > MOST_WAITING) {
            throw new IllegalArgumentException("depth: " + depth + " (expected: 1.." + MOST_WAITING + ")");
        }
        RequestLoad load = new RequestLoad(exchange, connections, depth, true, meter);
        try (ClientLoop loop = new ClientLoop(load)) {
            for (Connection connection : loop.open(exchange.target(), connections)) {
                load.send(connection, depth, System.nanoTime());
            }
            loop.run(warmUp);
            meter.start();
            loop.run(time);
            return meter.stop();
        }
    }

    /** Sends {@code rate} requests a second, evenly, on all connections in turn. */
    static Sample open(Exchange exchange, int connections, int rate, Duration warmUp, Duration time, Meter meter)
            throws IOException {
        if (rate < 1 || rate > 1_000_000) {
            throw new IllegalArgumentException("rate: " + rate + " (expected: 1..1000000 a second)");
        }
        RequestLoad load = new RequestLoad(exchange, connections, 1, false, meter);
        try (ClientLoop loop = new ClientLoop(load)) {
            List<Connection> all = loop.open(exchange.target(), connections);
            Schedule schedule = new Schedule(System.nanoTime(), rate);
            load.follow(schedule, all, loop, warmUp);
            meter.start();
            load.follow(schedule, all, loop, time);
            return meter.stop();
        }
    }

    /** Polls without waiting: a selector's milliseconds are too coarse for rates of many a millisecond. */
    private void follow(Schedule schedule, List<Connection> connections, ClientLoop loop, Duration time)
            throws IOException {
        long end = System.nanoTime() + time.toNanos();
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            while (schedule.due() <= now) {
                Connection next = connections.get((int) (schedule.count() % connections.size()));
                if (due.isFull(next.number())) {
                    break;
                }
                send(next, 1, schedule.take());
            }
            loop.poll(0);
        }
    }

    private void send(Connection connection, int count, long dueAt) throws IOException {
        for (int i = 0; i < count; i++) {
            due.add(connection.number(), dueAt);
        }
        connection.send(requests.position(0).limit(count * requestSize));
    }

    @Override
    public void message(Connection connection, ByteBuffer buffer, int offset, int length, long now)
            throws ProtocolException {
        if (!reply.isIn(buffer, offset, length) || due.isEmpty(connection.number())) {
            byte[] bytes = new byte[length];
            buffer.get(offset, bytes);
            throw new ProtocolException(connection + ": message '" + new String(bytes, StandardCharsets.UTF_8)
                    + "' (expected: one reply to each request, with '" + exchange.reply() + "')");
        }
        meter.record(now - due.removeOldest(connection.number()));
        replies++;
    }

    @Override
    public void readComplete(Connection connection, long now) throws IOException {
        if (closed && replies > 0) {
            send(connection, replies, now);
        }
        replies = 0;
    }

    /** When the requests of an open loop are due. */
    private static final class Schedule {
        private final long start;
        private final double interval;
        private long count;

        Schedule(long start, int rate) {
            this.start = start;
            this.interval = 1e9 / rate;
        }

        long due() {
            return start + (long) (count * interval);
        }

        long count() {
            return count;
        }

        long take() {
            long due = due();
            count++;
            return due;
        }
    }
}
