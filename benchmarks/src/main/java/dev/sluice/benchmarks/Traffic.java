package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a load does with its connections. Called on the thread that runs the {@link ClientLoop}; times are nanoseconds. */
interface Traffic {
    /** The handshake succeeded. */
    default void opened(Connection connection, long now) throws IOException {}

    /** A message came. The buffer holds it only during the call. */
    default void message(Connection connection, ByteBuffer buffer, int offset, int length, long now)
            throws IOException {}

    /** A compressed message came, to a connection that has offered to take it. The buffer holds it only during the call. */
    default void compressed(Connection connection, ByteBuffer buffer, int offset, int length, long now)
            throws IOException {}

    /** All messages of one read from the socket have been told. */
    default void readComplete(Connection connection, long now) throws IOException {}
}
