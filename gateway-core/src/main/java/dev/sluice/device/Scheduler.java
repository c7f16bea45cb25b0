package dev.sluice.device;

import java.time.Duration;
import java.time.InstantSource;

/** The time, and things that happen later. Tests pass one whose hands they move themselves. */
public interface Scheduler extends InstantSource {
    /**
     * Runs {@code task} once after {@code delay}, on the scheduler's own thread: it must not block.
     *
     * @return closing it before then cancels the task
     */
    Registration after(Duration delay, Runnable task);
}
