package dev.sluice.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The watchers of one device on one event loop. May change while it is walked through: who leaves is passed over, who comes
 * is not visited yet. Leaving costs next to nothing, also when a thousand leave at once.
 */
final class WatcherList {
    private final List<Watcher> watchers = new ArrayList<>();
    private int closed;
    private int walks;

    void add(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Takes note that one of the watchers has been closed. */
    void closedOne() {
        closed++;
        sweep();
    }

    boolean isEmpty() {
        return watchers.size() == closed;
    }

    void forEach(Consumer<Watcher> visitor) {
        walks++;
        try {
            for (int i = 0, size = watchers.size(); i < size; i++) {
                Watcher watcher = watchers.get(i);
                if (!watcher.isClosed()) {
                    visitor.accept(watcher);
                }
            }
        } finally {
            walks--;
            sweep();
        }
    }

    private void sweep() {
        if (walks == 0 && closed > watchers.size() / 2) {
            watchers.removeIf(Watcher::isClosed);
            closed = 0;
        }
    }
}
