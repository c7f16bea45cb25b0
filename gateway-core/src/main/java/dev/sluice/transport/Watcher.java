package dev.sluice.transport;

import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import java.util.function.Consumer;

/** One session's interest in devices. Lives on the session's event loop. */
final class Watcher implements Registration {
    private final ChannelSession session;
    private final DeviceFilter filter;
    private final Consumer<Published> listener;
    private boolean closed;

    Watcher(ChannelSession session, DeviceFilter filter, Consumer<Published> listener) {
        this.session = session;
        this.filter = filter;
        this.listener = listener;
    }

    DeviceFilter filter() {
        return filter;
    }

    Consumer<Published> listener() {
        return listener;
    }

    boolean isClosed() {
        return closed;
    }

    ChannelSession session() {
        return session;
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
