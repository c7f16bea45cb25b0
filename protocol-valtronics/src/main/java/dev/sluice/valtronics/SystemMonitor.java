package dev.sluice.valtronics;

import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.valtronics.SystemStatus.Host;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the host while anybody wants to know, once for all of them, on the scheduler's thread. Watchers come and go on any
 * thread.
 */
final class SystemMonitor {
    private final Scheduler scheduler;
    private final Duration interval;
    private final Supplier<Host> probe;
    private final IntSupplier connections;
    private final Set<Consumer<List<SystemStatus>>> watchers = ConcurrentHashMap.newKeySet();
    private boolean running;
    private @Nullable SystemStatus latest;

    /**
     * A monitor without watchers, which does nothing.
     *
     * @param connections how many there are to this protocol
     */
    SystemMonitor(Scheduler scheduler, Duration interval, Supplier<Host> probe, IntSupplier connections) {
        this.scheduler = scheduler;
        this.interval = interval;
        this.probe = probe;
        this.connections = connections;
    }

    /** Tells a watcher the status at once, and then at every interval. It must not block. */
    Registration watch(Consumer<List<SystemStatus>> watcher) {
        watchers.add(watcher); // first: who begins to look and finds nobody stops again
        Registration beginning = scheduler.after(Duration.ZERO, () -> begin(watcher));
        return () -> {
            beginning.close();
            watchers.remove(watcher);
        };
    }

    private void begin(Consumer<List<SystemStatus>> watcher) {
        if (startRunning()) {
            look();
        } else if (watchers.contains(watcher)) {
            watcher.accept(List.of(current()));
        }
    }

    private synchronized boolean startRunning() {
        boolean starts = !running;
        running = true;
        return starts;
    }

    private void look() {
        if (stopsRunning()) {
            return;
        }
        scheduler.after(interval, this::look); // first, so that a failure does not end it
        List<SystemStatus> status = List.of(measure());
        watchers.forEach(watcher -> watcher.accept(status));
    }

    private synchronized boolean stopsRunning() {
        running = !watchers.isEmpty();
        return !running;
    }

    private synchronized SystemStatus current() {
        SystemStatus known = latest;
        return known == null ? measure() : known;
    }

    private synchronized SystemStatus measure() {
        SystemStatus measured = new SystemStatus(probe.get(), connections.getAsInt(), scheduler.instant());
        latest = measured;
        return measured;
    }
}
