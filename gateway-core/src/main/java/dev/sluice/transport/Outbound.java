package dev.sluice.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/** Frames on their way to a socket, gathered so that many small ones leave in one write. Used on the channel's event loop. */
final class Outbound {
    private static final int CHUNK_BYTES = 32 * 1024;
    private static final int FIRST_CHUNK_BYTES = 512;
    private static final int CLOSE_BYTES = 125;

    private final Channel channel;
    private final SharedFrames shared;
    private @Nullable ByteBuf chunk;

    Outbound(Channel channel, SharedFrames shared) {
        this.channel = channel;
        this.shared = shared;
    }

    /** Adds a frame; what has become too much to gather is written, but not flushed. */
    void frame(int opcode, byte[] payload) {
        if (chunk == null && shared.gather(this, opcode, payload)) {
            return;
        }
        gather();
        add(opcode, payload);
    }

    private void add(int opcode, byte[] payload) {
        if (payload.length > CHUNK_BYTES) {
            Frames.writeHeader(chunk(Frames.MAX_HEADER), opcode, payload.length);
            write();
            channel.write(Unpooled.wrappedBuffer(payload), channel.voidPromise());
            return;
        }
        ByteBuf buffer = chunk(Frames.MAX_HEADER + payload.length);
        Frames.writeHeader(buffer, opcode, payload.length);
        buffer.writeBytes(payload);
        if (buffer.readableBytes() > CHUNK_BYTES) {
            write();
        }
    }

    /** What others might have been sent, too, has become this session's own. */
    private void gather() {
        if (shared.isGathering(this)) {
            shared.handBack(this::add);
        }
    }

    /** Adds a Close frame. */
    void close(int code, String reason) {
        gather();
        Frames.writeClose(chunk(Frames.MAX_HEADER + CLOSE_BYTES), code, reason);
    }

    private ByteBuf chunk(int room) {
        if (chunk == null) {
            chunk = channel.alloc().directBuffer(Math.max(FIRST_CHUNK_BYTES, room));
        }
        return chunk;
    }

    private void write() {
        if (chunk != null) {
            ByteBuf full = chunk;
            chunk = null;
            channel.write(full, channel.voidPromise());
        }
    }

    /** Sends everything. */
    void flush() {
        ByteBuf last = shared.isGathering(this) ? shared.take(channel.alloc()) : chunk;
        chunk = null;
        if (last == null) {
            channel.flush();
        } else {
            channel.writeAndFlush(last, channel.voidPromise());
        }
    }

    /** Sends everything; the result tells when it has left. */
    ChannelFuture finish() {
        gather();
        write();
        return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    /** Gives up what has not been written. */
    void release() {
        if (shared.isGathering(this)) {
            shared.handBack((opcode, payload) -> {});
        }
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }
}
