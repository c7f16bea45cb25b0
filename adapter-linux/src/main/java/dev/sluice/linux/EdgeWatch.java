package dev.sluice.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for edges on a thread of its own, and says only that there may be some: who hears it looks again, without waiting,
 * under the lock that guards the lines. So a line can be closed at any time. What is to be watched may be changed by any
 * thread; changes wake the thread.
 */
final class EdgeWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EdgeWatch.class);

    private final Kernel kernel;
    private final Runnable heard;
    private final int counter;
    private final Set<Integer> lines = new LinkedHashSet<>();
    private boolean closed;

    private EdgeWatch(Kernel kernel, Runnable heard, int counter) {
        this.kernel = kernel;
        this.heard = heard;
        this.counter = counter;
    }

    /**
     * Starts the thread.
     *
     * @param heard called by it, without any lock, when there may be edges or a line has failed
     */
    static EdgeWatch start(Kernel kernel, String threadName, Runnable heard) throws IOException {
        EdgeWatch watch = new EdgeWatch(kernel, heard, kernel.openCounter());
        Thread thread = new Thread(watch::run, threadName);
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    synchronized void add(int line) throws IOException {
        if (!closed && lines.add(line)) {
            kernel.raise(counter);
        }
    }

    synchronized void remove(int line) throws IOException {
        if (!closed && lines.remove(line)) {
            kernel.raise(counter);
        }
    }

    /** Does not wait for the thread: it may be waiting for a lock that the caller holds. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            kernel.raise(counter);
        } catch (IOException e) {
            log.warn("thread that waits for edges cannot be woken: {}", e.getMessage());
        }
    }

    private void run() {
        try {
            int[] watched = watched();
            while (!isClosed()) {
                int[] said = kernel.poll(watched, -1);
                if (said[0] != 0) {
                    kernel.read(counter, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()));
                }
                if (!isClosed() && IntStream.of(said).skip(1).anyMatch(events -> events != 0)) {
                    heard.run();
                }
                watched = watched();
            }
        } catch (IOException | RuntimeException e) {
            log.error("edges are not heard any more", e);
        }
        closeCounter();
    }

    /** With the lock, so that nobody raises a counter that is closed. */
    private synchronized void closeCounter() {
        closed = true;
        kernel.close(counter);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized int[] watched() {
        return IntStream.concat(IntStream.of(counter), lines.stream().mapToInt(Integer::intValue))
                .toArray();
    }
}
