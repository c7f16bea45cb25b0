package dev.sluice.transport;

import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one event loop share: the way from the bus to them, one hop for all of them together; the one flush
 * at the end of a pass; the look around for peers that have gone. All of it runs on that loop, except {@link #offer}.
 */
final class SessionLoop {
    private static final int INBOX_CAPACITY = 16_384;
    private static final long LOOK_NANOS = 1_000_000_000L;
    private static final int SCRATCH_BYTES = 64 * 1024;

    private final EventLoop eventLoop;
    private final Registration subscription;
    private final Future<?> lookAround;
    private final Lag lag;

    private final Set<Topic> wanted = ConcurrentHashMap.newKeySet();
    private final Set<Kind> wantedOfAll = ConcurrentHashMap.newKeySet();
    private final Inbox inbox = new Inbox(INBOX_CAPACITY);

    private final Map<Topic, WatcherList> byTopic = new HashMap<>();
    private final Map<Kind, WatcherList> ofAll = new EnumMap<>(Kind.class);
    private final List<ChannelSession> sessions = new ArrayList<>();
    private final List<ChannelSession> unflushed = new ArrayList<>();
    private final LoopMetrics metrics = new LoopMetrics();
    private final SessionLog log = new SessionLog();
    private final FrameTaps taps = new FrameTaps();
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private final Set<Topic> emptied = new HashSet<>();
    private boolean delivering;
    private final SharedFrames shared = new SharedFrames();
    private @Nullable ChannelSession written;
    private @Nullable Promise<Void> drained;

    /** @param lagLimit how late the loop may be before it gets no more connections */
    SessionLoop(EventLoop eventLoop, DeviceBus bus, Duration lagLimit) {
        this.eventLoop = eventLoop;
        this.lag = new Lag(LOOK_NANOS, lagLimit.toNanos(), System.nanoTime());
        this.subscription = bus.subscribe(DeviceFilter.all(), this::offer);
        this.lookAround =
                eventLoop.scheduleWithFixedDelay(this::lookAround, LOOK_NANOS, LOOK_NANOS, TimeUnit.NANOSECONDS);
    }

    /** How late everything on this loop is; for any thread. */
    Lag lag() {
        return lag;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** A buffer for bytes that are needed no longer than one call; {@code length} long or longer. */
    byte[] scratch(int length) {
        return length <= SCRATCH_BYTES ? scratch : new byte[length];
    }

    /** What waits for all its sessions; for any thread. */
    Inbox inbox() {
        return inbox;
    }

    SharedFrames shared() {
        return shared;
    }

    LoopMetrics metrics() {
        return metrics;
    }

    SessionLog log() {
        return log;
    }

    /** All sessions, as they are now. */
    List<SessionInfo> describe() {
        return sessions.stream().map(ChannelSession::describe).toList();
    }

    Optional<ChannelSession> find(String id) {
        return sessions.stream().filter(session -> session.id().equals(id)).findFirst();
    }

    /** The last frames of a session: see {@link FrameTaps#look}. */
    Optional<SessionFrames> frames(String id, long after) {
        return taps.look(id, find(id), after, System.nanoTime());
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

    /**
     * Closes every session, from any thread; the result succeeds when the last of them has gone.
     *
     * @param window over how long at most they are told, each at a moment of its own: 1000 a second or more
     */
    Future<Void> drain(int code, String reason, Duration window) {
        Promise<Void> empty = eventLoop.newPromise();
        eventLoop.execute(() -> {
            drained = empty;
            long millis = Math.min(window.toMillis(), sessions.size());
            for (ChannelSession session : List.copyOf(sessions)) {
                long delay = ThreadLocalRandom.current().nextLong(millis + 1);
                eventLoop.schedule(() -> session.close(code, reason), delay, TimeUnit.MILLISECONDS);
            }
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
        lag.begin(now);
        metrics.late(lag.nanos());
        metrics.look(sessions);
        log.refill();
        taps.sweep(now);
        for (int i = sessions.size() - 1; i >= 0; i--) {
            sessions.get(i).checkAlive(now);
        }
        lag.end(System.nanoTime());
    }

    // ---- flushing

    /**
     * Has {@code session} flushed at the end of the present pass over the loop. When all events that there are go to the same
     * sessions, nothing more will come for any of them: each is flushed while it is at hand.
     */
    void flushLater(ChannelSession session) {
        if (shared.isOpen() && written == null) {
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
        for (Kind kind : watcher.filter().kinds()) {
            if (watcher.filter().isAll()) {
                ofAll.computeIfAbsent(kind, k -> new WatcherList()).add(watcher);
                wantedOfAll.add(kind);
            }
            for (DeviceId device : watcher.filter().devices()) {
                Topic topic = new Topic(device, kind);
                byTopic.computeIfAbsent(topic, t -> new WatcherList()).add(watcher);
                wanted.add(topic);
            }
        }
    }

    void forget(Watcher watcher) {
        for (Kind kind : watcher.filter().kinds()) {
            WatcherList all = watcher.filter().isAll() ? ofAll.get(kind) : null;
            if (all != null) {
                all.closedOne();
                if (all.isEmpty()) {
                    wantedOfAll.remove(kind);
                }
            }
            for (DeviceId device : watcher.filter().devices()) {
                Topic topic = new Topic(device, kind);
                WatcherList list = byTopic.get(topic);
                if (list != null) {
                    list.closedOne();
                    removeIfEmpty(topic, list);
                }
            }
        }
    }

    private void removeIfEmpty(Topic topic, WatcherList list) {
        if (!list.isEmpty()) {
            return;
        }
        if (delivering) {
            emptied.add(topic); // its list is being walked through, and somebody may come back to it
        } else {
            byTopic.remove(topic);
            wanted.remove(topic);
        }
    }

    private void removeEmptied() {
        for (Topic topic : emptied) {
            WatcherList list = byTopic.get(topic);
            if (list != null) {
                removeIfEmpty(topic, list);
            }
        }
        emptied.clear();
    }

    /** Takes an event from its publisher, on any thread. */
    private void offer(Published published) {
        if (!wantedOfAll.contains(published.event().kind()) && !wanted.contains(Topic.of(published.event()))) {
            return;
        }
        if (inbox.offer(published) && !eventLoop.isShuttingDown()) {
            eventLoop.execute(this::deliverWaiting);
        }
    }

    private void deliverWaiting() {
        Inbox.Batch batch = inbox.take();
        delivering = true;
        try {
            batch.conflated().forEach(topic -> closeWatchers(topic, session -> !session.conflates()));
            deliver(batch.events());
            batch.lost().forEach(topic -> closeWatchers(topic, session -> true));
        } finally {
            delivering = false;
            shared.close();
            removeEmptied();
        }
    }

    /** Events of one topic in a row go to one session after another, so that each has all of them while it is at hand. */
    private void deliver(List<Published> events) {
        if (!events.isEmpty() && endOfRow(events, 0, events.size()) == events.size()) {
            shared.open();
        }
        int from = 0;
        while (from < events.size()) {
            int to = endOfRow(events, from, Math.min(events.size(), from + SharedFrames.MESSAGES));
            deliverRow(events.subList(from, to));
            from = to;
        }
    }

    private static int endOfRow(List<Published> events, int from, int most) {
        Topic topic = Topic.of(events.get(from).event());
        int end = from + 1;
        while (end < most && topic.equals(Topic.of(events.get(end).event()))) {
            end++;
        }
        return end;
    }

    private void deliverRow(List<Published> events) {
        for (WatcherList list : lists(Topic.of(events.get(0).event()))) {
            list.forEach(watcher -> deliver(watcher, events));
        }
    }

    private List<WatcherList> lists(Topic topic) {
        return Stream.of(byTopic.get(topic), ofAll.get(topic.kind))
                .filter(Objects::nonNull)
                .toList();
    }

    private void deliver(Watcher watcher, List<Published> events) {
        for (int i = 0; i < events.size() && !watcher.isClosed(); i++) {
            watcher.session().deliver(watcher, events.get(i));
        }
        if (written != null) {
            written.flush();
            written = null;
        }
    }

    /** Tells those who have missed something, if they are among {@code whom}. */
    private void closeWatchers(Topic topic, Predicate<ChannelSession> whom) {
        for (WatcherList list : lists(topic)) {
            list.forEach(watcher -> {
                if (whom.test(watcher.session())) {
                    watcher.session().closeTooSlow("the gateway could not keep up");
                }
            });
        }
    }

    /** What can be watched: one kind of events of one device. */
    record Topic(DeviceId device, Kind kind) {
        static Topic of(DeviceEvent event) {
            return new Topic(event.device(), event.kind());
        }
    }
}
