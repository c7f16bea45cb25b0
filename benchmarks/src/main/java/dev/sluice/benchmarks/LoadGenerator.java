package dev.sluice.benchmarks;

import java.io.IOException;
import java.time.Duration;

/**
 * Loads a WebSocket server on this machine and measures it: raw selectors on the calling thread, frames formatted before the
 * load begins, replies counted by walking over frame headers. Each call opens its connections, warms up, measures, and closes
 * them.
 *
 * @param server the process whose CPU time is measured
 * @param warmUp how long to load before anything is measured
 * @param time how long to measure
 */
record LoadGenerator(ProcessFigures server, Duration warmUp, Duration time) {
    /** Longest warm-up and longest measured time. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    LoadGenerator {
        requireBounded("warm-up", warmUp);
        requireBounded("time", time);
    }

    /** Requests and replies with always {@code depth} requests under way on each connection. */
    Sample closedLoop(Exchange exchange, int connections, int depth) throws IOException {
        return RequestLoad.closed(exchange, connections, depth, warmUp, time, new Meter(server));
    }

    /** Requests at a fixed rate a second over all connections; latency counts from when a request was due. */
    Sample openLoop(Exchange exchange, int connections, int rate) throws IOException {
        return RequestLoad.open(exchange, connections, rate, warmUp, time, new Meter(server));
    }

    /** Changes made by one connection more, each delivered to all of these. */
    Sample fanOut(FanOut fanOut, int connections) throws IOException {
        return fanOut(fanOut, connections, 0);
    }

    /** The same beside {@code deaf} further connections that are sent everything and read nothing. */
    Sample fanOut(FanOut fanOut, int connections, int deaf) throws IOException {
        return FanOutLoad.run(fanOut, connections, deaf, warmUp, time, new Meter(server));
    }

    /** One variable that changes {@code rate} times a second, each change told to all who have bound it. */
    Sample notifications(Target panels, int connections, int rate) throws IOException {
        return NotifyLoad.run(panels, connections, rate, warmUp, time, new Meter(server));
    }

    /** Connect, handshake, end, again and again. */
    Sample churn(Target target, int atOnce) throws IOException {
        return ChurnLoad.run(target, atOnce, warmUp, time, new Meter(server));
    }

    private static void requireBounded(String name, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: PT0S.." + LONGEST + ")");
        }
    }
}
