package dev.sluice.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The pins of a board. Guarded by the lock of its {@link LinuxBoard}. An {@link IOException} means that the hardware is
 * lost; the bank is then good for nothing but {@link #close}.
 */
interface PinBank extends AutoCloseable {
    /**
     * A pin changed its level by itself.
     *
     * @param state the pin right after it
     * @param age how long ago that was
     */
    record Edge(Pin pin, PinState state, Duration age) {}

    /** The pins as they are now, without those that cannot be read. Changes none of them. */
    Map<Pin, PinState> read() throws IOException;

    /** Sets up one pin; it keeps what it has if that is refused. */
    void set(Pin pin, PinSetup setup) throws RefusedException, IOException;

    /** The edges since the last call, in order of time. Does not wait for any. */
    List<Edge> edges() throws IOException;

    /** Lets the pins go. */
    @Override
    void close();
}
