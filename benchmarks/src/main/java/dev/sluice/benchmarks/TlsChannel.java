package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * The client's side of TLS over a socket that does not block. What is written before the handshake is over waits; after that
 * the socket must take each record at once, as it does while few requests are under way. The loop's thread.
 */
final class TlsChannel implements ByteChannel {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer incoming;
    private final ByteBuffer outgoing;
    private ByteBuffer incomplete = NOTHING;
    private ByteBuffer early = NOTHING;
    private boolean begun;
    private boolean ready;

    /** With room that may be shared, since it is empty between calls. */
    TlsChannel(SocketChannel channel, SSLEngine engine, ByteBuffer incoming, ByteBuffer outgoing) {
        this.channel = channel;
        this.engine = engine;
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    @Override
    public int read(ByteBuffer plain) throws IOException {
        incoming.clear().put(incomplete);
        incomplete = NOTHING;
        if (channel.read(incoming) < 0) {
            return -1;
        }
        incoming.flip();
        int before = plain.position();
        Status status = Status.OK;
        while (incoming.hasRemaining() && status == Status.OK) {
            SSLEngineResult result = engine.unwrap(incoming, plain);
            status = result.getStatus();
            shakeHands(result.getHandshakeStatus());
        }
        if (status == Status.BUFFER_OVERFLOW) {
            throw new IOException("a TLS record does not fit into " + plain.remaining() + " bytes (expected: it does)");
        }
        if (incoming.hasRemaining()) {
            incomplete = copy(NOTHING, incoming);
        }
        int count = plain.position() - before;
        return status == Status.CLOSED && count == 0 ? -1 : count;
    }

    @Override
    public int write(ByteBuffer plain) throws IOException {
        int count = plain.remaining();
        if (ready) {
            wrapAll(plain);
            return count;
        }
        early = copy(early, plain);
        if (!begun) {
            begun = true;
            engine.beginHandshake();
            shakeHands(engine.getHandshakeStatus());
        }
        return count;
    }

    /** Does what there is to do until the server's next record. */
    private void shakeHands(HandshakeStatus first) throws IOException {
        HandshakeStatus status = first;
        while (status == HandshakeStatus.NEED_TASK || status == HandshakeStatus.NEED_WRAP) {
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
                status = engine.getHandshakeStatus();
            } else {
                status = wrap(NOTHING).getHandshakeStatus();
            }
        }
        if (status == HandshakeStatus.FINISHED && !ready) {
            ready = true;
            wrapAll(early);
            early = NOTHING;
        }
    }

    /** The cryptography of the handshake, on this thread: it is over before anything is measured. */
    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void wrapAll(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            wrap(plain);
        }
    }

    private SSLEngineResult wrap(ByteBuffer plain) throws IOException {
        SSLEngineResult result = engine.wrap(plain, outgoing.clear());
        channel.write(outgoing.flip());
        if (result.getStatus() != Status.OK || outgoing.hasRemaining()) {
            throw new IOException("TLS record: " + result.getStatus() + ", " + outgoing.remaining()
                    + " bytes that the socket does not take (expected: OK, 0)");
        }
        return result;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ByteBuffer copy(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }
}
