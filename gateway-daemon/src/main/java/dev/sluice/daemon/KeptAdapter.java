package dev.sluice.daemon;

import dev.sluice.device.Adapter;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Health;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An adapter that is started until it runs: a start that fails is told, and tried again after 1, 2, 4 … at most 60 seconds, so
 * that no adapter keeps the others, or the daemon, from running. Used by the daemon's thread and by the scheduler's.
 */
final class KeptAdapter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptAdapter.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Adapter adapter;
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private Duration wait = FIRST_WAIT; // guarded by this, as is the rest
    private Registration retry = () -> {};
    private Optional<String> problem = Optional.empty();
    private boolean closed;

    KeptAdapter(Adapter adapter, DeviceBus bus, Scheduler scheduler) {
        this.adapter = adapter;
        this.bus = bus;
        this.scheduler = scheduler;
    }

    /** Starts it, now or later. */
    synchronized void start() {
        if (closed) {
            return;
        }
        try {
            adapter.start(bus, scheduler);
            if (problem.isPresent()) {
                log.info("{} has started", name());
            }
            problem = Optional.empty();
        } catch (RuntimeException | LinkageError e) { // also a native library that is not there
            failed(e);
        }
    }

    private void failed(Throwable cause) {
        String reason =
                cause instanceof IllegalArgumentException ? String.valueOf(cause.getMessage()) : cause.toString();
        if (!problem.equals(Optional.of(reason))) {
            boolean isExpected = cause instanceof IllegalArgumentException;
            log.error("{} does not start: {}; trying again", name(), reason, isExpected ? null : cause);
        }
        problem = Optional.of(reason);
        adapter.close(); // it may have come half-way
        retry = scheduler.after(wait, this::start);
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }

    /** Takes over what may change while it runs; see {@link Adapter#reconfigure}. */
    synchronized void reconfigure(Adapter next) {
        if (next.getClass() == adapter.getClass()) {
            adapter.reconfigure(next);
        }
    }

    private String name() {
        return adapter.getClass().getSimpleName();
    }

    /** Why it has not started, if it has not. */
    synchronized Optional<String> problem() {
        return problem;
    }

    /** How the adapter is doing; one that has not started takes nothing from the others. */
    synchronized Health health() {
        return problem.map(Health::degraded).orElseGet(adapter::health);
    }

    @Override
    public synchronized void close() {
        closed = true;
        retry.close();
        adapter.close();
    }
}
