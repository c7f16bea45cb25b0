package dev.sluice.placeos;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What clients have in common is one object for all of them: they are sent the same bytes, and memory is spent once. Holds none
 * that no client has. Safe for use by any thread; asked when a client binds a variable, not when it changes.
 */
final class OneOfEach<T> {
    private final Map<T, WeakReference<T>> known = new WeakHashMap<>();

    /** The one that stands for all that are equal to it. */
    synchronized T of(T any) {
        WeakReference<T> reference = known.get(any);
        T one = reference == null ? null : reference.get();
        if (one != null) {
            return one;
        }
        known.put(any, new WeakReference<>(any));
        return any;
    }
}
