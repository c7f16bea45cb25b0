package dev.sluice.mqtt;

import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane with a thread of its own. {@link #offer} refuses what comes while {@code capacity} tasks wait; as many again may have
 * been taken and wait for their turn.
 */
final class WorkerLane implements Lane {
    private static final Logger log = LoggerFactory.getLogger(WorkerLane.class);
    private static final long LONGEST_END_MILLIS = 5000;

    private final int capacity;
    private final Thread thread;
    private final Queue<Runnable> waiting = new ArrayDeque<>(); // guarded by this, as is the next
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
            waiting.add(task);
            notifyAll();
        }
    }

    @Override
    public synchronized boolean offer(Runnable task) {
        if (closed || waiting.size() >= capacity) {
            return false;
        }
        waiting.add(task);
        notifyAll();
        return true;
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

    /** Waits, then takes all there is: the lock is held once for many tasks. */
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
        taken.addAll(waiting);
        waiting.clear();
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
