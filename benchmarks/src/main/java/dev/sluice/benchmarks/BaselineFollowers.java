package dev.sluice.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Connections of the baseline that are all told the same: what one read from a publisher's socket brings about is put together
 * once, and its bytes are shared. The server's one event loop.
 */
final class BaselineFollowers {
    private final Set<Channel> connections = new LinkedHashSet<>();
    private final List<ByteBuf> gathered = new ArrayList<>();

    void add(Channel connection) {
        connections.add(connection);
    }

    void remove(Channel connection) {
        connections.remove(connection);
    }

    /** Takes over a frame that is to be told when the read is over. */
    void gather(ByteBuf frame) {
        gathered.add(frame);
    }

    /** Tells what has been gathered, in one write to each connection. */
    void tell(ByteBufAllocator allocator) {
        if (gathered.isEmpty()) {
            return;
        }
        ByteBuf frames = gathered.size() == 1 ? gathered.get(0) : joined(allocator);
        gathered.clear();
        for (Channel connection : connections) {
            connection.writeAndFlush(frames.retainedDuplicate(), connection.voidPromise());
        }
        frames.release();
    }

    private ByteBuf joined(ByteBufAllocator allocator) {
        ByteBuf all = allocator.directBuffer(
                gathered.stream().mapToInt(ByteBuf::readableBytes).sum());
        for (ByteBuf frame : gathered) {
            all.writeBytes(frame);
            frame.release();
        }
        return all;
    }
}
