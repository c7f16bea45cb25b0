package dev.sluice.journal.sqlite;

import dev.sluice.journal.Journal.Entry;
import dev.sluice.journal.JournalException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two threads, {@code sluice-journal-reader}, with a connection each. At most {@value #WAITING} readings wait; one more fails
 * at once. Called by any thread.
 */
final class Readers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Readers.class);
    private static final int THREADS = 2;
    private static final int WAITING = 1024;

    private final Path file;
    private final InstantSource clock;
    private final long ageMillis;
    private final Queue<Reader> idle = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), Readers::thread);

    /**
     * Opens the connections.
     *
     * @param ageMillis how old a record may be
     */
    Readers(Path file, InstantSource clock, long ageMillis) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.ageMillis = ageMillis;
        List<Reader> opened = new ArrayList<>();
        try {
            for (int i = 0; i < THREADS; i++) {
                opened.add(new Reader(file));
            }
        } catch (SQLException e) {
            closeAll(opened);
            throw e;
        }
        idle.addAll(opened);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sluice-journal-reader");
        thread.setDaemon(true);
        return thread;
    }

    CompletionStage<List<Entry>> read(StreamState stream, long after, long before, int limit) {
        CompletableFuture<List<Entry>> page = new CompletableFuture<>();
        try {
            executor.execute(() -> complete(page, stream, after, before, limit));
        } catch (RejectedExecutionException e) {
            page.completeExceptionally(new JournalException(
                    executor.isShutdown()
                            ? "the journal is closed"
                            : "the journal cannot keep up: " + WAITING + " readings wait (expected: fewer)"));
        }
        return page;
    }

    private void complete(CompletableFuture<List<Entry>> page, StreamState stream, long after, long before, int limit) {
        Reader reader = idle.remove(); // there is one for each thread
        List<Entry> entries;
        try {
            entries = reader.read(stream, Math.max(after, stream.hidden()), before, limit, clock.millis() - ageMillis);
        } catch (SQLException e) {
            page.completeExceptionally(SqlProblem.told("cannot read", file, e));
            return;
        } catch (RuntimeException e) {
            page.completeExceptionally(new JournalException("cannot read " + file + ": " + e, e));
            return;
        } finally {
            idle.add(reader);
        }
        page.complete(entries);
    }

    /** Finishes what has been asked for, then closes the connections. */
    @Override
    public void close() {
        executor.shutdown();
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        closeAll(idle);
    }

    private static void closeAll(Iterable<Reader> readers) {
        for (Reader reader : readers) {
            try {
                reader.close();
            } catch (SQLException e) {
                log.warn("a connection of the journal did not close: {}", e.getMessage());
            }
        }
    }
}
