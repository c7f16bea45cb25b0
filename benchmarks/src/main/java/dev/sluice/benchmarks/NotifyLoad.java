package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One variable that changes at a fixed rate, whether or not the server keeps up, and panels that follow it among others. A
 * delivery's latency counts from when its change was due. A server may leave values out for a panel that is behind, but at
 * the end each must have been told the last one. The generator's thread.
 */
final class NotifyLoad implements Traffic {
    /** A delivery, or an answer to a binding, that takes longer is lost. */
    private static final Duration LOST_AFTER = Duration.ofSeconds(30);

    private static final byte[] NOTIFY = Panels.VOLUME_NOTIFY.getBytes(StandardCharsets.US_ASCII);

    private final int panels;
    private final Marker success = new Marker(Panels.SUCCESS);
    private final List<ByteBuffer> changes = IntStream.rangeClosed(0, Panels.LOUDEST)
            .mapToObj(volume -> ClientFrame.texts(Panels.setVolume(volume), 1))
            .toList();
    private final long[] due = new long[Panels.LOUDEST + 1];
    private final int[] told;
    private final Meter meter;
    private long changed;
    private int bound;
    private boolean measuring;

    private NotifyLoad(int panels, Meter meter) {
        this.panels = panels;
        this.told = new int[panels];
        this.meter = meter;
    }

    static Sample run(Target target, int panels, int rate, Duration warmUp, Duration time, Meter meter)
            throws IOException {
        NotifyLoad load = new NotifyLoad(panels, meter);
        try (ClientLoop loop = new ClientLoop(load)) {
            load.bind(loop.open(target, panels), loop);
            Connection changer = loop.open(target, 1).get(0);
            load.changeFor(warmUp, rate, changer, loop);
            meter.start();
            load.changeFor(time, rate, changer, loop);
            return meter.stop();
        }
    }

    private void bind(List<Connection> connections, ClientLoop loop) throws IOException {
        List<ByteBuffer> requests = Panels.bindings().stream()
                .map(request -> ClientFrame.texts(request, 1))
                .toList();
        for (Connection connection : connections) {
            for (ByteBuffer request : requests) {
                connection.send(request.rewind());
            }
            loop.poll(0);
        }
        int wanted = panels * requests.size();
        long began = System.nanoTime();
        while (bound < wanted) {
            loop.poll(100);
            requireSoon(began, "bindings", bound, wanted);
        }
    }

    /** Changes the variable; returns when all have been told the last change. */
    private void changeFor(Duration time, int rate, Connection changer, ClientLoop loop) throws IOException {
        measuring = true;
        long began = System.nanoTime();
        long interval = 1_000_000_000L / rate;
        long count = Math.max(1, time.toNanos() / interval);
        int last = 0;
        for (long i = 0; i < count; i++) {
            long dueAt = began + i * interval;
            pollUntil(dueAt, loop);
            last = (int) (++changed % due.length);
            due[last] = dueAt;
            changer.send(changes.get(last).rewind());
        }
        pollUntil(began + time.toNanos(), loop);
        long end = System.nanoTime();
        for (int behind = behind(last); behind > 0; behind = behind(last)) {
            loop.poll(100);
            requireSoon(end, "panels that were told the last value", panels - behind, panels);
        }
    }

    /** Without waiting: a selector's milliseconds are too coarse. */
    private static void pollUntil(long end, ClientLoop loop) throws IOException {
        while (System.nanoTime() < end) {
            loop.poll(0);
        }
    }

    private int behind(int last) {
        return (int) Arrays.stream(told).filter(value -> value != last).count();
    }

    private static void requireSoon(long began, String what, int found, int expected) throws IOException {
        if (System.nanoTime() - began > LOST_AFTER.toNanos()) {
            throw new IOException(
                    what + ": " + found + " (expected: " + expected + " within " + LOST_AFTER.toSeconds() + " s)");
        }
    }

    @Override
    public void message(Connection connection, ByteBuffer buffer, int offset, int length, long now) {
        if (connection.number() == panels) {
            return; // the changer's answers
        }
        if (isVolume(buffer, offset, length)) {
            int volume = volume(buffer, offset + NOTIFY.length);
            told[connection.number()] = volume;
            if (measuring) {
                meter.record(now - due[volume]);
            }
        } else if (!measuring && success.isIn(buffer, offset, length)) {
            bound++;
        }
    }

    private static boolean isVolume(ByteBuffer buffer, int offset, int length) {
        if (length <= NOTIFY.length) {
            return false;
        }
        for (int i = 0; i < NOTIFY.length; i++) {
            if (buffer.get(offset + i) != NOTIFY[i]) {
                return false;
            }
        }
        return true;
    }

    /** The number that begins here; something that is no digit follows it. */
    private static int volume(ByteBuffer buffer, int at) {
        int volume = 0;
        for (int i = at; buffer.get(i) >= '0' && buffer.get(i) <= '9'; i++) {
            volume = 10 * volume + buffer.get(i) - '0';
        }
        return volume;
    }
}
