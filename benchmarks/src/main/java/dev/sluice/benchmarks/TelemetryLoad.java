package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Readings at a fixed rate to subscribers with different filters. Each delivery's latency counts from when its reading was due.
 * A subscriber gets what passes its filter, in order and exactly once: anything else ends the load with an error. The
 * generator's thread.
 */
final class TelemetryLoad implements Traffic {
    private static final Duration SETTLING = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_WAITING = 1024;

    private final Telemetry telemetry;
    private final List<TelemetryFilter> filters = TelemetryFilter.all();
    private final int subscribers;
    private final Meter meter;
    private final Times due;
    private final Marker news = new Marker("\"telemetry_update\"");
    private int answers;
    private long waiting;

    private TelemetryLoad(Telemetry telemetry, int subscribers, Meter meter) {
        this.telemetry = telemetry;
        this.subscribers = subscribers;
        this.meter = meter;
        this.due = new Times(subscribers, MOST_WAITING);
    }

    /** @param rate readings a second */
    static Sample run(Telemetry telemetry, int subscribers, int rate, LoadGenerator plan) throws IOException {
        Meter meter = new Meter(plan.server());
        TelemetryLoad load = new TelemetryLoad(telemetry, subscribers, meter);
        try (ClientLoop loop = new ClientLoop(load)) {
            load.open(loop);
            try (Telemetry.Publisher publisher = telemetry.publisher(loop)) {
                loop.run(SETTLING);
                long next = load.publish(0, rate, plan.warmUp(), publisher, loop);
                load.drain(loop);
                meter.start();
                load.publish(next, rate, plan.time(), publisher, loop);
                load.drain(loop);
                return meter.stop();
            }
        }
    }

    private void open(ClientLoop loop) throws IOException {
        for (int i = 0; i < filters.size(); i++) {
            loop.open(telemetry.target(filters.get(i)), subscribers / filters.size());
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (answers < subscribers * telemetry.answers()) {
            loop.poll(100);
            if (System.nanoTime() > end) {
                throw new IOException("answers to " + subscribers + " subscribers: " + answers + " (expected: "
                        + subscribers * telemetry.answers() + " within " + PATIENCE.toSeconds() + " s)");
            }
        }
    }

    /** Publishes what is due for some time, from a reading's number on; returns the number of the next one. */
    private long publish(long first, int rate, Duration time, Telemetry.Publisher publisher, ClientLoop loop)
            throws IOException {
        long interval = Duration.ofSeconds(1).toNanos() / rate;
        long begin = System.nanoTime();
        long count = time.toNanos() / interval;
        for (long i = 0; i < count; i++) {
            long at = begin + i * interval;
            serveUntil(at, loop);
            TelemetryReading reading = new TelemetryReading(first + i);
            expect(reading, at);
            publisher.publish(reading);
        }
        serveUntil(begin + count * interval, loop);
        return first + count;
    }

    /** On time to the last microsecond: waits only for whole milliseconds. */
    private static void serveUntil(long time, ClientLoop loop) throws IOException {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            loop.poll(left / 1_000_000);
        }
    }

    private void expect(TelemetryReading reading, long at) {
        for (int i = 0; i < filters.size(); i++) {
            if (filters.get(i).accepts(reading)) {
                int each = subscribers / filters.size();
                for (int subscriber = i * each; subscriber < (i + 1) * each; subscriber++) {
                    due.add(subscriber, at);
                }
                waiting += each;
            }
        }
    }

    private void drain(ClientLoop loop) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (waiting > 0) {
            loop.poll(10);
            if (System.nanoTime() > end) {
                throw new IOException(
                        "deliveries missing: " + waiting + " (expected: none after " + PATIENCE.toSeconds() + " s)");
            }
        }
    }

    @Override
    public void opened(Connection connection, long now) throws IOException {
        if (connection.number() < subscribers) {
            int filter = connection.number() / (subscribers / filters.size());
            for (String text : telemetry.introduction(filters.get(filter))) {
                Telemetry.send(connection, text);
            }
        }
    }

    @Override
    public void message(Connection connection, ByteBuffer buffer, int offset, int length, long now) {
        if (!news.isIn(buffer, offset, length)) {
            answers++;
            return;
        }
        meter.record(now - due.removeOldest(connection.number()));
        waiting--;
    }
}
