package dev.sluice.device;

import java.util.Set;

/** Something that puts devices on the bus: hardware, its simulation, a broker, another node. */
public interface Adapter extends AutoCloseable {
    /**
     * Registers the adapter's devices and starts to publish what they say. Called before any listener is open; must not wait
     * for hardware that may never answer: a device whose hardware is away is registered and told to be offline, with the reason.
     *
     * <p>If it throws, the adapter is closed, and started once more a while later, on the scheduler's thread.
     *
     * @throws IllegalArgumentException if a device id is taken
     */
    void start(DeviceBus bus, Scheduler scheduler);

    /**
     * Takes over what may change while it runs, or before its next start; the rest waits for the daemon's next start. Called by
     * any thread, one at a time.
     *
     * @param next of the same type, with another reading of the configuration; it is never started
     */
    default void reconfigure(Adapter next) {}

    /** The keys of the adapter's entry that {@link #reconfigure} puts in force. */
    default Set<String> changeable() {
        return Set.of();
    }

    /** How it is doing, apart from its devices. Called by any thread, must not wait. */
    default Health health() {
        return Health.UP;
    }

    /** Takes the adapter's devices off the bus and lets the hardware go. Closing what has not been started does nothing. */
    @Override
    void close();
}
