package dev.sluice.journal.sqlite;

import dev.sluice.journal.JournalException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records on their way from any thread to the writer. Bounded in number and in bytes: when it is full, whoever appends hears
 * so at once, and nothing is kept.
 */
final class AppendQueue {
    /** Most records that wait. */
    static final int RECORDS = 65_536;

    /** Most bytes that wait. */
    static final long BYTES = 64L << 20;

    private static final int BATCH_RECORDS = 4096;
    private static final long BATCH_BYTES = 8L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Queue<Append> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /** Called by any thread. */
    void add(Append append) throws JournalException {
        lock.lock();
        try {
            if (closed) {
                throw new JournalException("the journal is closed");
            }
            if (waiting.size() >= RECORDS || bytes + append.data().length > BYTES) {
                throw new JournalException("the journal cannot keep up: " + waiting.size() + " records of together "
                        + bytes + " bytes wait (expected: at most " + RECORDS + " records, " + BYTES + " bytes)");
            }
            waiting.add(append);
            bytes += append.data().length;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What waits, as much as makes one commit; called by the writer. Empty if nothing came in time. */
    List<Append> take(Duration patience) {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (waiting.isEmpty() && !closed && nanos > 0) {
                nanos = filled.awaitNanos(nanos);
            }
            return drain();
        } catch (InterruptedException e) { // nobody here does that; whoever does wants an end
            closed = true;
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private List<Append> drain() {
        List<Append> batch = new ArrayList<>(Math.min(waiting.size(), BATCH_RECORDS));
        long taken = 0;
        while (!waiting.isEmpty() && batch.size() < BATCH_RECORDS && taken < BATCH_BYTES) {
            Append append = waiting.remove();
            batch.add(append);
            taken += append.data().length;
        }
        bytes -= taken;
        return batch;
    }

    /** Takes nothing more; what waits stays for the writer. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, and nobody comes for what waits. */
    void refuse() {
        close();
        JournalException closed = new JournalException("the journal is closed");
        for (List<Append> left = take(Duration.ZERO); !left.isEmpty(); left = take(Duration.ZERO)) {
            left.forEach(append -> append.stage().completeExceptionally(closed));
        }
    }

    boolean isFinished() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** A record that somebody waits for. */
    record Append(StreamState stream, byte[] data, CompletableFuture<Long> stage) {}
}
