package dev.sluice.transport;

import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Published;
import dev.sluice.protocol.Watch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session's interest in devices. Lives on the session's event loop. */
final class Watcher implements Watch {
    private final ChannelSession session;
    private final DeviceFilter filter;
    private final Consumer<Published> listener;
    private boolean closed;
    private @Nullable Watcher successor;

    Watcher(ChannelSession session, DeviceFilter filter, Consumer<Published> listener) {
        this.session = session;
        this.filter = filter;
        this.listener = listener;
    }

    /** One that has ended before it began, since its session has; no loop knows it. */
    static Watcher ended(ChannelSession session, DeviceFilter filter, Consumer<Published> listener) {
        Watcher watcher = new Watcher(session, filter, listener);
        watcher.closed = true;
        return watcher;
    }

    DeviceFilter filter() {
        return filter;
    }

    Consumer<Published> listener() {
        return listener;
    }

    /** Whether no event is for it any more. */
    boolean isClosed() {
        return closed;
    }

    /** Whether it does not want what waits for it either. */
    boolean isOver() {
        return closed && (successor == null || successor.isOver());
    }

    ChannelSession session() {
        return session;
    }

    @Override
    public Watch follow(DeviceFilter next) {
        if (closed) {
            return this;
        }
        Watcher following = session.watch(next, listener);
        successor = following;
        close();
        return following;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.loop().forget(this);
            session.drop(this);
        }
    }
}
