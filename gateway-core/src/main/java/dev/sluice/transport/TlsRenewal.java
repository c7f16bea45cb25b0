package dev.sluice.transport;

import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Looks after certificates: whether their files have changed, and whether a self-signed one is about to end. A poll, not a
 * watch: a watch misses files behind links and on network file systems. Files are read on a thread of its own.
 */
final class TlsRenewal implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Map<String, Tls> byListener;
    private final Scheduler scheduler;
    private final ExecutorService reader;
    private Registration pending = () -> {};
    private boolean closed;

    /** @param byListener what to look after, by the listener's name */
    TlsRenewal(Map<String, Tls> byListener, Scheduler scheduler) {
        this.byListener = Map.copyOf(byListener);
        this.scheduler = scheduler;
        this.reader = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "sluice-tls");
            thread.setDaemon(true);
            return thread;
        });
        lookLater();
    }

    private synchronized void lookLater() {
        if (!closed && !byListener.isEmpty()) {
            pending = scheduler.after(
                    INTERVAL,
                    () -> onReader(() -> {
                        byListener.values().forEach(Tls::refresh);
                        lookLater();
                    }));
        }
    }

    /** Looks at once, at the files that {@code listeners} name now; a listener that is not known is passed over. */
    void follow(List<ListenerConfig> listeners) {
        List<ListenerConfig> secured =
                listeners.stream().filter(ListenerConfig::secure).toList();
        onReader(() -> secured.forEach(listener ->
                Optional.ofNullable(byListener.get(listener.name())).ifPresent(tls -> tls.follow(listener))));
    }

    private void onReader(Runnable task) {
        try {
            reader.execute(task);
        } catch (RejectedExecutionException e) {
            // closed meanwhile
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        pending.close();
        reader.shutdown();
    }
}
