package dev.sluice.placeos;

import dev.sluice.device.Registration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The systems as they are now, and who wants to know when they change. Safe for use by any thread. */
final class SystemDirectory {
    private final Set<Consumer<List<Systems>>> listeners = ConcurrentHashMap.newKeySet();
    private volatile Systems current;

    SystemDirectory(Systems first) {
        current = first;
    }

    Systems current() {
        return current;
    }

    /** Puts other systems in place; every session resolves its bindings anew. */
    void replace(Systems next) {
        current = next;
        listeners.forEach(listener -> listener.accept(List.of(next)));
    }

    /** Tells {@code listener} of every change, on the thread that makes it; it must not block. */
    Registration listen(Consumer<List<Systems>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
