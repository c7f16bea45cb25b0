package dev.sluice.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The generator's event loop: one selector, one read buffer, all connections, run by the thread that calls it. A connection
 * that the server ends, or that sends what it must not, ends the load with an exception: a figure that was measured on fewer
 * connections than asked for would be a wrong one.
 */
final class ClientLoop implements AutoCloseable {
    /** Most connections at once: what a process may usually open, with some left for the rest. */
    static final int MOST_CONNECTIONS = 19_000;

    private static final int READ_SIZE = 256 * 1024;
    private static final int CONNECTING_AT_ONCE = 128;

    /** A handshake of TLS takes a server a hundred times as long, and one that is busy for long may turn others away. */
    private static final int SECURING_AT_ONCE = 16;

    private static final Duration OPENING_TIME = Duration.ofSeconds(60);

    private final Traffic traffic;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(READ_SIZE);
    private final Consumer<SelectionKey> ready = this::ready;
    private Optional<TlsClient> tls = Optional.empty();
    private int handshakes;

    ClientLoop(Traffic traffic) throws IOException {
        this.traffic = traffic;
        this.selector = Selector.open();
    }

    /** Opens {@code count} connections and returns when each has its handshake behind it. */
    List<Connection> open(Target target, int count) throws IOException {
        if (count < 1 || count > MOST_CONNECTIONS - connections.size()) {
            throw new IllegalArgumentException(
                    "connections: " + count + " (expected: 1.." + (MOST_CONNECTIONS - connections.size()) + ")");
        }
        long deadline = System.nanoTime() + OPENING_TIME.toNanos();
        int first = connections.size();
        int wanted = handshakes + count;
        int atOnce = target.secure() ? SECURING_AT_ONCE : CONNECTING_AT_ONCE;
        while (handshakes < wanted) {
            while (connections.size() < first + count && connections.size() - handshakes < atOnce) {
                connections.add(new Connection(connections.size(), target, traffic, selector, this::secured));
            }
            poll(100);
            if (System.nanoTime() > deadline) {
                throw new IOException("handshakes after " + OPENING_TIME.toSeconds() + " s: " + handshakes
                        + " (expected: " + wanted + ")");
            }
        }
        return List.copyOf(connections.subList(first, first + count));
    }

    /** Ends a connection and begins another one in its place. */
    void reopen(Connection connection) throws IOException {
        connection.close();
        connections.set(
                connection.number(),
                new Connection(connection.number(), connection.target(), traffic, selector, this::secured));
    }

    /** Serves the connections for a while. */
    void run(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            poll(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
    }

    /**
     * Serves what is ready, once.
     *
     * @param patience milliseconds to wait for something to be ready; 0 not to wait
     */
    void poll(long patience) throws IOException {
        try {
            if (patience == 0) {
                selector.selectNow(ready);
            } else {
                selector.select(ready, patience);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private TlsChannel secured(SocketChannel channel) {
        if (tls.isEmpty()) {
            tls = Optional.of(new TlsClient());
        }
        return tls.get().over(channel);
    }

    /** Ends every connection. */
    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.close();
        }
        selector.close();
    }

    private void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            boolean wasOpen = connection.isOpen();
            connection.ready(input);
            if (!wasOpen && connection.isOpen()) {
                handshakes++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
