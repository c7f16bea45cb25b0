package dev.sluice.transport;

import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait because their session's peer does not read as fast as devices speak. Where readings are conflated, a newer
 * one of a device is merged into one that waits already; everything waits in order, in a bounded number. Used on the session's event loop.
 */
final class Mailbox {
    private final int capacity;
    private final boolean conflates;
    private final Map<Key, Item> items = new LinkedHashMap<>();
    private long count;

    Mailbox(int capacity, boolean conflates) {
        this.capacity = capacity;
        this.conflates = conflates;
    }

    /** Keeps an event; false if there is no room. */
    boolean add(Watcher watcher, Published published) {
        boolean mayMerge = conflates && published.event() instanceof DeviceEvent.Reading;
        Key key = new Key(watcher, published.event().device(), mayMerge ? 0 : ++count);
        Item waiting = items.get(key);
        if (waiting != null) {
            items.put(key, new Item(watcher, waiting.published.merge(published)));
            return true;
        }
        if (items.size() >= capacity) {
            return false;
        }
        items.put(key, new Item(watcher, published));
        return true;
    }

    /** Takes the oldest event, or null if there is none. */
    @Nullable
    Item poll() {
        Iterator<Item> oldest = items.values().iterator();
        if (!oldest.hasNext()) {
            return null;
        }
        Item item = oldest.next();
        oldest.remove();
        return item;
    }

    int size() {
        return items.size();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** An event and who waits for it. */
    record Item(Watcher watcher, Published published) {}

    /** Readings of one device for one watcher share a key; every other event has a number of its own. */
    private record Key(Watcher watcher, DeviceId device, long number) {}
}
