package dev.sluice.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * While one event goes to many sessions: the frame that they are sent, built for the first of them and shared by all who are
 * sent the same bytes. Used on one event loop.
 */
final class SharedFrame {
    private boolean open;
    private int opcode;
    private byte @Nullable [] payload;
    private @Nullable ByteBuf frame;

    /** An event begins to go to many. */
    void open() {
        open = true;
    }

    /** Whether what a session is sent now is likely to go to others, too. */
    boolean isOpen() {
        return open;
    }

    /** The event has gone to all. */
    void close() {
        open = false;
        forget();
    }

    /** A whole frame; the receiver releases it. */
    ByteBuf of(int wantedOpcode, byte[] wanted, ByteBufAllocator allocator) {
        if (!open) {
            return whole(wantedOpcode, wanted, allocator);
        }
        if (frame == null || payload != wanted || opcode != wantedOpcode) {
            forget();
            payload = wanted;
            opcode = wantedOpcode;
            frame = whole(wantedOpcode, wanted, allocator);
        }
        return frame.retainedDuplicate();
    }

    private static ByteBuf whole(int opcode, byte[] payload, ByteBufAllocator allocator) {
        ByteBuf frame = allocator.directBuffer(Frames.MAX_HEADER + payload.length);
        Frames.writeHeader(frame, opcode, payload.length);
        return frame.writeBytes(payload);
    }

    private void forget() {
        if (frame != null) {
            frame.release();
            frame = null;
            payload = null;
        }
    }
}
