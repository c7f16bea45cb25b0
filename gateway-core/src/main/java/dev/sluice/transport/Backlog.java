package dev.sluice.transport;

import dev.sluice.device.Published;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to a session and has to wait while the peer does not take what it is sent: events of devices, what is
 * fed from other threads, and tasks that want to send more. Bounded; used on the session's event loop.
 */
final class Backlog {
    private final ChannelSession session;
    private final int capacity;
    private final boolean conflates;
    private @Nullable Mailbox mailbox;
    private @Nullable List<Feed<?>> feeds;
    private @Nullable Queue<Runnable> tasks;
    private boolean resuming;

    /** Until when no task has its turn, as the loop's clock counts. */
    private long restUntil;

    private boolean scheduled;
    private volatile boolean closed;

    /**
     * An empty backlog.
     *
     * @param capacity most events that wait, and most items of each feed
     * @param conflates whether readings of one device that wait are merged
     */
    Backlog(ChannelSession session, int capacity, boolean conflates) {
        this.session = session;
        this.capacity = capacity;
        this.conflates = conflates;
        this.restUntil = now();
    }

    /** Hands over an event at once, or keeps it if the peer is behind. */
    void deliver(Watcher watcher, Published published) {
        if (mailbox == null && session.isWritable()) {
            try { // not guarded(…): this is the way of every event to every session
                watcher.listener().accept(published);
            } catch (Throwable e) {
                session.failed(e);
            }
            return;
        }
        if (mailbox == null) {
            mailbox = new Mailbox(capacity, conflates);
        }
        int before = mailbox.size();
        if (!mailbox.add(watcher, published)) {
            session.count(Count.EVENTS_GIVEN_UP, before + 1);
            session.closeTooSlow("too slow: " + capacity + " events wait");
        } else if (mailbox.size() == before) {
            session.count(Count.EVENTS_MERGED);
        }
    }

    /** How many events wait. */
    int events() {
        return mailbox == null ? 0 : mailbox.size();
    }

    <T> Consumer<List<T>> feed(Consumer<? super T> listener) {
        Feed<T> feed = new Feed<>(listener);
        if (feeds == null) {
            feeds = new ArrayList<>(1);
        }
        feeds.add(feed);
        return feed::offer;
    }

    void whenWritable(Runnable task) {
        if (tasks == null) {
            tasks = new ArrayDeque<>(1);
        }
        tasks.add(task);
        resumeAfterRest();
    }

    private void resumeAfterRest() {
        if (scheduled) {
            return;
        }
        scheduled = true;
        long rest = restUntil - now();
        session.loop()
                .eventLoop()
                .schedule(
                        () -> {
                            scheduled = false;
                            resume();
                        },
                        Math.max(0, rest),
                        TimeUnit.NANOSECONDS);
    }

    /** Goes on, as far as the peer takes what it is sent. */
    void resume() {
        if (resuming || closed) {
            return; // flushing tells that there is room again
        }
        resuming = true;
        try {
            deliverMail();
            deliverFeeds();
            runTask();
        } finally {
            resuming = false;
        }
    }

    private void deliverMail() {
        while (mailbox != null && !closed && session.isWritable()) {
            Mailbox.Item item = mailbox.poll();
            if (item == null) {
                mailbox = null;
            } else if (!item.watcher().isOver()) {
                session.guarded(() -> item.watcher().listener().accept(item.published()));
            }
        }
    }

    private void deliverFeeds() {
        if (feeds != null) {
            feeds.forEach(Feed::deliver);
        }
    }

    /**
     * One at a time: it will send, and others on this loop want their turn. What follows it rests as long as it took, so that
     * tasks have at most half of the time, however fast the peer is.
     */
    private void runTask() {
        if (tasks == null || closed || !session.isWritable()) {
            return;
        }
        long begun = now();
        if (begun - restUntil < 0) {
            resumeAfterRest();
            return;
        }
        Runnable task = tasks.poll();
        if (task != null) {
            session.guarded(task);
        }
        long end = now();
        restUntil = end + (end - begun);
        if (tasks == null) {
            return; // the task has ended the session
        }
        if (tasks.isEmpty()) {
            tasks = null;
        } else {
            resumeAfterRest();
        }
    }

    private long now() {
        return session.loop().eventLoop().ticker().nanoTime();
    }

    /** Forgets everything: the session has ended. */
    void close() {
        closed = true;
        mailbox = null;
        feeds = null;
        tasks = null;
    }

    /** Items from other threads. */
    private final class Feed<T> {
        private final Consumer<? super T> listener;
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile boolean overflowed;
        private final Queue<T> items = new ArrayDeque<>();

        Feed(Consumer<? super T> listener) {
            this.listener = listener;
        }

        /** Called by any thread. A batch is taken whole, unless it finds others waiting and there is no room for both. */
        void offer(List<T> batch) {
            if (closed || overflowed) {
                return;
            }
            int before = waiting.getAndAdd(batch.size());
            overflowed = before > 0 && before + batch.size() > capacity;
            try {
                session.loop().eventLoop().execute(overflowed ? this::giveUp : () -> take(batch));
            } catch (RejectedExecutionException e) {
                closed = true; // the loop has stopped, and every session with it
            }
        }

        private void take(List<T> batch) {
            if (!closed) {
                items.addAll(batch);
                resume();
            }
        }

        private void giveUp() {
            session.closeTooSlow("too slow: " + capacity + " messages wait");
        }

        void deliver() {
            while (!closed && session.isWritable()) {
                T item = items.poll();
                if (item == null) {
                    return;
                }
                waiting.decrementAndGet();
                session.guarded(() -> listener.accept(item));
            }
        }
    }
}
