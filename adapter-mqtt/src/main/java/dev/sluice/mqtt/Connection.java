package dev.sluice.mqtt;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A connection, whatever version of MQTT it speaks. Any thread may call it. */
final class Connection implements Client {
    private final Listener listener;
    private final Dialect dialect;
    private final Pending pending = new Pending();
    private boolean established; // guarded by this
    private Optional<String> lost = Optional.empty(); // guarded by this

    Connection(Dialect.Factory dialects, Listener listener) {
        this.listener = listener;
        this.dialect = dialects.open(new Events());
    }

    @Override
    public CompletionStage<Void> connect() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        dialect.connect().whenComplete((answer, failure) -> {
            if (failure == null) {
                established();
                result.complete(null);
            } else {
                result.completeExceptionally(Hivemq.connectFailure(failure));
            }
        });
        return result;
    }

    @Override
    public CompletionStage<Void> subscribe(Collection<String> filters) {
        return filters.isEmpty() ? CompletableFuture.completedFuture(null) : tracked(() -> dialect.subscribe(filters));
    }

    @Override
    public CompletionStage<Void> unsubscribe(Collection<String> filters) {
        return tracked(() -> dialect.unsubscribe(filters));
    }

    @Override
    public CompletionStage<Void> publish(Message message) {
        return tracked(() -> dialect.publish(message));
    }

    /** What the library does not even try has failed, too. */
    private CompletionStage<Void> tracked(Supplier<CompletableFuture<?>> call) {
        try {
            return pending.track(call.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(new IllegalStateException(Hivemq.describe(e), e));
        }
    }

    @Override
    public CompletionStage<Void> disconnect() {
        return dialect.disconnect();
    }

    /** An attempt that failed is told by {@link #connect}, a connection that ended by the listener, however soon it ends. */
    private synchronized void established() {
        established = true;
        lost.ifPresent(listener::lost);
    }

    /** First that it is lost, then what fails for it: who waits for an answer must not take that for the broker's. */
    private void lost(String reason) {
        synchronized (this) {
            lost = Optional.of(reason);
            if (established) {
                listener.lost(reason);
            }
        }
        pending.fail();
    }

    private final class Events implements Dialect.Listener {
        @Override
        public void message(Message message, Runnable done) {
            listener.message(message, done);
        }

        @Override
        public void lost(Throwable cause) {
            Connection.this.lost(Hivemq.describe(cause));
        }
    }
}
