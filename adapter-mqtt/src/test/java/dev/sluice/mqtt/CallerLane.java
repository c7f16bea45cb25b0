package dev.sluice.mqtt;

import java.util.ArrayDeque;
import java.util.Queue;

/** A lane that is the caller's own thread: what is handed to it is done before the outermost call returns. */
final class CallerLane implements Lane {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
        if (busy) {
            return;
        }
        busy = true;
        try {
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
        } finally {
            busy = false;
        }
    }

    @Override
    public void offer(Droppable task) {
        execute(task);
    }

    @Override
    public void close() {}
}
