package dev.sluice.transport;

import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one event loop share: the way from the bus to them, one hop for all of them together; the one flush
 * at the end of a pass; the look around for peers that have gone. All of it runs on that loop, except {@link #offer}.
 */
final class SessionLoop {
    private static final int INBOX_CAPACITY = 16_384;
    private static final int SCRATCH_BYTES = 64 * 1024;

    private final EventLoop eventLoop;
    private final Registration subscription;
    private final Future<?> lookAround;

    private final Set<DeviceId> wanted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger wantAll = new AtomicInteger();
    private final Inbox inbox = new Inbox(INBOX_CAPACITY);

    private final Map<DeviceId, WatcherList> byDevice = new HashMap<>();
    private final WatcherList ofAll = new WatcherList();
    private final List<ChannelSession> sessions = new ArrayList<>();
    private final List<ChannelSession> unflushed = new ArrayList<>();
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private final Set<DeviceId> emptied = new HashSet<>();
    private boolean delivering;
    private boolean single;
    private @Nullable ChannelSession written;
    private @Nullable Promise<Void> drained;

    SessionLoop(EventLoop eventLoop, DeviceBus bus) {
        this.eventLoop = eventLoop;
        this.subscription = bus.subscribe(DeviceFilter.all(), this::offer);
        this.lookAround = eventLoop.scheduleWithFixedDelay(this::lookAround, 1, 1, TimeUnit.SECONDS);
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** A buffer for bytes that are needed no longer than one call; {@code length} long or longer. */
    byte[] scratch(int length) {
        return length <= SCRATCH_BYTES ? scratch : new byte[length];
    }

    // ---- sessions

    void add(ChannelSession session) {
        session.index(sessions.size());
        sessions.add(session);
    }

    void remove(ChannelSession session) {
        int index = session.index();
        ChannelSession last = sessions.remove(sessions.size() - 1);
        if (last != session) {
            sessions.set(index, last);
            last.index(index);
        }
        noticeIfDrained();
    }

    /** Closes every session, from any thread; the result succeeds when the last of them has gone. */
    Future<Void> drain(int code, String reason) {
        Promise<Void> empty = eventLoop.newPromise();
        eventLoop.execute(() -> {
            drained = empty;
            List.copyOf(sessions).forEach(session -> session.close(code, reason));
            noticeIfDrained();
        });
        return empty;
    }

    /** Whether sessions that come now are to go at once. */
    boolean isDraining() {
        return drained != null;
    }

    private void noticeIfDrained() {
        if (drained != null && sessions.isEmpty()) {
            drained.trySuccess(null);
        }
    }

    /** Lets the bus and the clock go, from any thread. */
    void close() {
        subscription.close();
        lookAround.cancel(false);
    }

    private void lookAround() {
        long now = System.nanoTime();
        for (int i = sessions.size() - 1; i >= 0; i--) {
            sessions.get(i).checkAlive(now);
        }
    }

    // ---- flushing

    /**
     * Has {@code session} flushed at the end of the present pass over the loop. When a single event goes to many sessions,
     * nothing more will come for any of them: each is flushed while it is at hand.
     */
    void flushLater(ChannelSession session) {
        if (single && written == null) {
            written = session;
            return;
        }
        if (unflushed.isEmpty()) {
            eventLoop.execute(this::flush);
        }
        unflushed.add(session);
    }

    private void flush() {
        for (int i = 0; i < unflushed.size(); i++) { // a flush may make a session send more
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }

    // ---- from the bus

    void watch(Watcher watcher) {
        if (watcher.filter().isAll()) {
            ofAll.add(watcher);
            wantAll.incrementAndGet();
            return;
        }
        for (DeviceId device : watcher.filter().devices()) {
            byDevice.computeIfAbsent(device, d -> new WatcherList()).add(watcher);
            wanted.add(device);
        }
    }

    void forget(Watcher watcher) {
        if (watcher.filter().isAll()) {
            ofAll.closedOne();
            wantAll.decrementAndGet();
            return;
        }
        for (DeviceId device : watcher.filter().devices()) {
            WatcherList list = byDevice.get(device);
            if (list != null) {
                list.closedOne();
                removeIfEmpty(device, list);
            }
        }
    }

    private void removeIfEmpty(DeviceId device, WatcherList list) {
        if (!list.isEmpty()) {
            return;
        }
        if (delivering) {
            emptied.add(device); // its list is being walked through, and somebody may come back to it
        } else {
            byDevice.remove(device);
            wanted.remove(device);
        }
    }

    private void removeEmptied() {
        for (DeviceId device : emptied) {
            WatcherList list = byDevice.get(device);
            if (list != null) {
                removeIfEmpty(device, list);
            }
        }
        emptied.clear();
    }

    /** Takes an event from its publisher, on any thread. */
    private void offer(Published published) {
        if (wantAll.get() == 0 && !wanted.contains(published.event().device())) {
            return;
        }
        if (inbox.offer(published) && !eventLoop.isShuttingDown()) {
            eventLoop.execute(this::deliverWaiting);
        }
    }

    private void deliverWaiting() {
        Inbox.Batch batch = inbox.take();
        delivering = true;
        single = batch.events().size() == 1;
        try {
            batch.events().forEach(this::deliver);
            batch.lost().forEach(this::closeWatchers);
        } finally {
            delivering = false;
            single = false;
            removeEmptied();
        }
    }

    private void deliver(Published published) {
        ofAll.forEach(watcher -> deliver(watcher, published));
        WatcherList list = byDevice.get(published.event().device());
        if (list != null) {
            list.forEach(watcher -> deliver(watcher, published));
        }
    }

    private void deliver(Watcher watcher, Published published) {
        watcher.session().deliver(watcher, published);
        if (written != null) {
            written.flush();
            written = null;
        }
    }

    private void closeWatchers(DeviceId device) {
        ofAll.forEach(watcher -> watcher.session().closeTooSlow("the gateway could not keep up"));
        @Nullable WatcherList list = byDevice.get(device);
        if (list != null) {
            list.forEach(watcher -> watcher.session().closeTooSlow("the gateway could not keep up"));
        }
    }
}
