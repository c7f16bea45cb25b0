package dev.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that end as soon as their handshake is over, each followed by another. Latency is from the begin of the TCP
 * connection to the end of the handshake. The generator's thread.
 */
final class ChurnLoad implements Traffic {
    private final List<Connection> opened = new ArrayList<>();
    private final Meter meter;

    private ChurnLoad(Meter meter) {
        this.meter = meter;
    }

    /** Keeps {@code atOnce} handshakes under way. */
    static Sample run(Target target, int atOnce, Duration warmUp, Duration time, Meter meter) throws IOException {
        ChurnLoad load = new ChurnLoad(meter);
        try (ClientLoop loop = new ClientLoop(load)) {
            loop.open(target, atOnce);
            load.churn(loop, warmUp);
            meter.start();
            load.churn(loop, time);
            return meter.stop();
        }
    }

    private void churn(ClientLoop loop, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            for (Connection connection : opened) {
                loop.reopen(connection);
            }
            opened.clear();
            loop.poll(100);
        }
    }

    @Override
    public void opened(Connection connection, long now) {
        meter.record(now - connection.began());
        opened.add(connection);
    }
}
