package dev.sluice.mqtt;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane with a thread of its own. Of what is {@link #offer}ed {@code capacity} tasks wait; when one more comes, the oldest of
 * them is dropped, because the newest of what devices say is what counts. What is {@link #execute}d is never dropped.
 */
final class WorkerLane implements Lane {
    private static final Logger log = LoggerFactory.getLogger(WorkerLane.class);
    private static final long LONGEST_END_MILLIS = 5000;

    /** Taken at once: few enough that what is dropped is nearly the oldest. */
    private static final int MOST_TAKEN = 64;

    private final int capacity;
    private final Thread thread;
    private final Queue<Runnable> waiting = new ArrayDeque<>(); // guarded by this, as is the next
    private int droppable;
    private boolean closed;

    private WorkerLane(String name, int capacity) {
        this.capacity = capacity;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    static WorkerLane started(String name, int capacity) {
        WorkerLane lane = new WorkerLane(name, capacity);
        lane.thread.start();
        return lane;
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (!closed) {
            add(task);
        }
    }

    @Override
    public void offer(Droppable task) {
        added(task).ifPresent(Droppable::drop);
    }

    /** The task that has to go instead. */
    private synchronized Optional<Droppable> added(Droppable task) {
        if (closed) {
            return Optional.empty();
        }
        add(task);
        droppable++;
        return droppable > capacity ? oldest() : Optional.empty();
    }

    private void add(Runnable task) {
        waiting.add(task);
        if (waiting.size() == 1) {
            notifyAll();
        }
    }

    /** Duties are few, so the search ends near the head, where removing is cheap. */
    private Optional<Droppable> oldest() {
        for (Iterator<Runnable> tasks = waiting.iterator(); tasks.hasNext(); ) {
            if (tasks.next() instanceof Droppable oldest) {
                tasks.remove();
                droppable--;
                return Optional.of(oldest);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Queue<Runnable> taken = new ArrayDeque<>();
        while (take(taken)) {
            for (Runnable task = taken.poll(); task != null; task = taken.poll()) {
                runLogged(task);
            }
        }
    }

    /** Waits, then takes some: the lock is held once for many tasks. */
    private synchronized boolean take(Queue<Runnable> taken) {
        while (waiting.isEmpty()) {
            if (closed) {
                return false;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                return false;
            }
        }
        while (taken.size() < MOST_TAKEN && !waiting.isEmpty()) {
            Runnable task = waiting.remove();
            if (task instanceof Droppable) {
                droppable--;
            }
            taken.add(task);
        }
        return true;
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("a task of the MQTT adapter failed", e);
        }
    }
}
