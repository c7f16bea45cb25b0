package dev.sluice.valtronics;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Clients that want the same share one selection, so that an event finds what it means to each of them without comparing what
 * they say. Holds none that no client has. Safe for use by any thread; asked when a client subscribes, not when an event comes.
 */
final class SharedSelections {
    private final Map<Selection, WeakReference<Selection>> known = new WeakHashMap<>();

    /** The selection that stands for all that say the same. */
    synchronized Selection of(Selection selection) {
        WeakReference<Selection> reference = known.get(selection);
        Selection shared = reference == null ? null : reference.get();
        if (shared != null) {
            return shared;
        }
        known.put(selection, new WeakReference<>(selection));
        return selection;
    }
}
