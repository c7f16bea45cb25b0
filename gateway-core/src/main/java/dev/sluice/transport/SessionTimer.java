package dev.sluice.transport;

import dev.sluice.device.Registration;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task for later that ends with its session. Used on the session's event loop. */
final class SessionTimer implements Registration {
    private final ChannelSession session;
    private final Runnable task;
    private @Nullable Future<?> pending;

    SessionTimer(ChannelSession session, Runnable task) {
        this.session = session;
        this.task = task;
    }

    void start(Duration delay) {
        pending = session.loop().eventLoop().schedule(this::run, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        session.drop(this);
        if (session.isOpen()) {
            session.guarded(task);
        }
    }

    @Override
    public void close() {
        if (pending != null) {
            pending.cancel(false);
        }
        session.drop(this);
    }
}
