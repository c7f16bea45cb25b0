package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A server's way to take readings of ten devices and hand them to subscribers, each of whom has one of ten filters. The
 * generator's thread.
 */
interface Telemetry {
    /** Where a subscriber with a filter connects. */
    Target target(TelemetryFilter filter);

    /** What it says then. */
    List<String> introduction(TelemetryFilter filter);

    /** How many messages, of whatever kind, answer that introduction. */
    int answers();

    /** Begins to publish, with connections of the loop or of its own. */
    Publisher publisher(ClientLoop loop) throws IOException;

    /** What hands readings to the server. */
    interface Publisher extends AutoCloseable {
        void publish(TelemetryReading reading) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Sends a text on a connection, once. */
    static void send(Connection connection, String text) throws IOException {
        connection.send(ByteBuffer.wrap(ClientFrame.frame(ClientFrame.TEXT, text.getBytes(StandardCharsets.UTF_8))));
    }
}
