package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** One client connection of a {@link ClientLoop}, from the first TCP packet to its end. The loop's thread only. */
final class Connection implements FrameWalker.Visitor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int END_OF_HEAD = 0x0d0a0d0a;
    private static final int LARGEST_HEAD = 8192;
    private static final int DEAF_BYTES = 4096;

    private final int number;
    private final Target target;
    private final Traffic traffic;
    private final boolean compressed;
    private final long began;
    private final SocketChannel channel;
    private final ByteChannel stream;
    private final SelectionKey key;
    private ByteBuffer unsent = NOTHING;
    private ByteBuffer incomplete = NOTHING;
    private boolean open;
    private long readAt;

    /**
     * Begins to connect.
     *
     * @param securing what makes TLS of a socket
     */
    Connection(
            int number,
            Target target,
            Traffic traffic,
            Selector selector,
            Function<SocketChannel, ByteChannel> securing)
            throws IOException {
        this.number = number;
        this.target = target;
        this.compressed = target.isCompressed();
        this.traffic = traffic;
        this.began = System.nanoTime();
        this.channel = SocketChannel.open();
        this.stream = target.secure() ? securing.apply(channel) : channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // An end by reset leaves no TIME_WAIT behind, so that rounds of many connections do not run out of ports.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.connect(target.address());
        this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    /** The number of this connection in its loop, from 0 in the order of opening. */
    int number() {
        return number;
    }

    Target target() {
        return target;
    }

    /** When connecting began, by {@link System#nanoTime}. */
    long began() {
        return began;
    }

    /** Whether the handshake is over and the connection not closed yet. */
    boolean isOpen() {
        return open;
    }

    /** Sends complete frames; what the socket does not take now is copied and sent later. */
    void send(ByteBuffer frames) throws IOException {
        if (!unsent.hasRemaining()) {
            stream.write(frames);
        }
        if (frames.hasRemaining()) {
            unsent = joined(unsent, frames);
            key.interestOpsOr(SelectionKey.OP_WRITE);
        }
    }

    /** From now on reads nothing, and has little room for what comes. */
    void deafen() throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, DEAF_BYTES);
        key.interestOps(0);
    }

    void close() throws IOException {
        open = false;
        channel.close();
    }

    /** Does what the socket is ready for, by way of a read buffer that all connections of the loop share. */
    void ready(ByteBuffer input) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            send(ByteBuffer.wrap(target.upgradeRequest()));
        }
        if (key.isWritable() && unsent.hasRemaining()) {
            sendRest();
        }
        if (key.isReadable()) {
            read(input);
        }
    }

    private void sendRest() throws IOException {
        stream.write(unsent);
        if (!unsent.hasRemaining()) {
            unsent = NOTHING;
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
    }

    private void read(ByteBuffer input) throws IOException {
        input.clear().put(incomplete);
        incomplete = NOTHING;
        if (stream.read(input) < 0) {
            throw new ProtocolException(this + ": ended by the server (expected: to stay open)");
        }
        readAt = System.nanoTime();
        input.flip();
        if (!open && upgraded(input)) {
            open = true;
            traffic.opened(this, readAt);
        }
        if (open) {
            FrameWalker.walk(input, compressed, this);
            traffic.readComplete(this, readAt);
        }
        if (input.hasRemaining()) {
            incomplete = joined(NOTHING, input);
        }
    }

    /** Takes the answer to the handshake from {@code input} if all of it is there. */
    private boolean upgraded(ByteBuffer input) throws ProtocolException {
        int end = endOfHead(input);
        if (end < 0 && input.remaining() < LARGEST_HEAD) {
            return false;
        }
        byte[] bytes = new byte[end < 0 ? input.remaining() : end - input.position()];
        input.get(bytes);
        String head = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!head.startsWith("HTTP/1.1 101 ") || !head.contains(": " + Target.acceptKey() + "\r\n")) {
            throw new ProtocolException(this + ": handshake answered by '"
                    + head.lines().findFirst().orElse("")
                    + "' (expected: HTTP/1.1 101 and the accept key that belongs to the request)");
        }
        if (compressed && !head.contains(": " + Target.DEFLATE + "\r\n")) {
            throw new ProtocolException(this + ": no compression (expected: " + Target.DEFLATE + ")");
        }
        return true;
    }

    @Override
    public void frame(int opcode, ByteBuffer input, int offset, int length) throws IOException {
        switch (opcode) {
            case ClientFrame.TEXT -> traffic.message(this, input, offset, length, readAt);
            case ClientFrame.COMPRESSED_TEXT -> traffic.compressed(this, input, offset, length, readAt);
            case ClientFrame.PING ->
                send(ByteBuffer.wrap(ClientFrame.frame(ClientFrame.PONG, bytes(input, offset, length))));
            case ClientFrame.CLOSE ->
                throw new ProtocolException(this + ": closed by the server with " + code(input, offset, length)
                        + " (expected: to stay open)");
            default -> throw new ProtocolException(this + ": opcode " + opcode + " (expected: text, ping or close)");
        }
    }

    @Override
    public String toString() {
        return "connection " + number;
    }

    private static int endOfHead(ByteBuffer input) {
        for (int i = input.position(); i <= input.limit() - Integer.BYTES; i++) {
            if (input.getInt(i) == END_OF_HEAD) {
                return i + Integer.BYTES;
            }
        }
        return -1;
    }

    private static String code(ByteBuffer input, int offset, int length) {
        if (length < 2) {
            return "no code";
        }
        String reason = new String(bytes(input, offset + 2, length - 2), StandardCharsets.UTF_8);
        return (input.getShort(offset) & 0xffff) + " '" + reason + "'";
    }

    private static byte[] bytes(ByteBuffer input, int offset, int length) {
        byte[] bytes = new byte[length];
        input.get(offset, bytes);
        return bytes;
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }
}
