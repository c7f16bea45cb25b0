package dev.sluice.transport;

import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.transport.SessionLoop.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Events on their way from publishers, on any thread, to one event loop. Bounded: when it is full, readings are merged per
 * device, and of anything else the loss is noted. Of both it says whom they concern, so that those who may not miss any can be
 * told.
 */
final class Inbox {
    private final int capacity;
    private Queue<Published> waiting = new ArrayDeque<>();
    private Map<DeviceId, Published> merged = new LinkedHashMap<>();
    private Set<Topic> conflated = new LinkedHashSet<>();
    private Set<Topic> lost = new LinkedHashSet<>();
    private long conflations;
    private long losses;

    Inbox(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an event; true if the inbox was empty, so that somebody must come to {@link #take}. */
    synchronized boolean offer(Published published) {
        boolean first = waiting.isEmpty();
        DeviceId device = published.event().device();
        if (waiting.size() < capacity && !merged.containsKey(device)) {
            waiting.add(published);
        } else if (!(published.event() instanceof DeviceEvent.Reading)) {
            losses++;
            lost.add(Topic.of(published.event()));
        } else if (merged.merge(device, published, Published::merge) != published) {
            conflations++;
            conflated.add(Topic.of(published.event()));
        }
        return first;
    }

    /** How many events wait. */
    synchronized int size() {
        return waiting.size() + merged.size();
    }

    /** How many readings have been merged into others since the beginning. */
    synchronized long conflations() {
        return conflations;
    }

    /** How many other events have found no room since the beginning. */
    synchronized long losses() {
        return losses;
    }

    /** Everything that waits, in order. */
    synchronized Batch take() {
        List<Published> events = new ArrayList<>(waiting);
        events.addAll(merged.values());
        Batch batch = new Batch(events, conflated, lost);
        waiting = new ArrayDeque<>();
        merged = new LinkedHashMap<>();
        conflated = new LinkedHashSet<>();
        lost = new LinkedHashSet<>();
        return batch;
    }

    /**
     * What was in the inbox.
     *
     * @param conflated of what there were more readings than are left
     * @param lost what was said and may not be dropped, but found no room
     */
    record Batch(List<Published> events, Set<Topic> conflated, Set<Topic> lost) {}
}
