package dev.sluice.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * While events go to many sessions, to one after another: what the one at hand is sent. Whoever is sent the same as the one
 * before shares its frames. Used on one event loop.
 */
final class SharedFrames {
    /** Most messages of one session that are gathered here. */
    static final int MESSAGES = 64;

    private static final int BYTES = 32 * 1024;

    private boolean open;
    private @Nullable Outbound owner;
    private Row gathered = new Row();
    private Row framed = new Row();
    private @Nullable ByteBuf frames;

    /** A message with its kind. */
    @FunctionalInterface
    interface Receiver {
        void add(int opcode, byte[] payload);
    }

    /** Events begin to go to many. */
    void open() {
        open = true;
    }

    /** Whether what a session is sent now is likely to go to others, too. */
    boolean isOpen() {
        return open;
    }

    /** The events have gone to all. */
    void close() {
        open = false;
        forget();
    }

    /** Takes a message that {@code sender} is to send; false if it has to take care of all of its messages by itself. */
    boolean gather(Outbound sender, int opcode, byte[] payload) {
        if (!open || (owner != null && owner != sender) || !gathered.hasRoomFor(payload)) {
            return false;
        }
        owner = sender;
        gathered.add(opcode, payload);
        return true;
    }

    /** Whether messages of {@code sender} are here. */
    boolean isGathering(Outbound sender) {
        return owner == sender;
    }

    /** Gives the sender its messages back. */
    void handBack(Receiver receiver) {
        owner = null;
        for (int i = 0; i < gathered.count; i++) {
            receiver.add(gathered.opcodes[i], gathered.payloads[i]);
        }
        gathered.clear();
    }

    /** All that the sender has here, as frames; the receiver releases them. */
    ByteBuf take(ByteBufAllocator allocator) {
        owner = null;
        if (frames == null || !gathered.isSameAs(framed)) {
            forget();
            Row old = framed;
            framed = gathered;
            gathered = old;
            frames = framed.frames(allocator);
        }
        gathered.clear();
        return frames.retainedDuplicate();
    }

    private void forget() {
        framed.clear();
        if (frames != null) {
            frames.release();
            frames = null;
        }
    }

    /** Messages in a row. */
    private static final class Row {
        private final byte[][] payloads = new byte[MESSAGES][];
        private final int[] opcodes = new int[MESSAGES];
        private int count;
        private int bytes;

        boolean hasRoomFor(byte[] payload) {
            return count == 0 || (count < MESSAGES && bytes + payload.length <= BYTES);
        }

        void add(int opcode, byte[] payload) {
            payloads[count] = payload;
            opcodes[count] = opcode;
            count++;
            bytes += payload.length;
        }

        /** Whether the very same arrays: to compare their bytes would be no cheaper than to frame them. */
        boolean isSameAs(Row other) {
            if (count != other.count) {
                return false;
            }
            for (int i = 0; i < count; i++) {
                if (payloads[i] != other.payloads[i] || opcodes[i] != other.opcodes[i]) {
                    return false;
                }
            }
            return true;
        }

        ByteBuf frames(ByteBufAllocator allocator) {
            ByteBuf all = allocator.directBuffer(count * Frames.MAX_HEADER + bytes);
            for (int i = 0; i < count; i++) {
                Frames.writeHeader(all, opcodes[i], payloads[i].length);
                all.writeBytes(payloads[i]);
            }
            return all;
        }

        void clear() {
            Arrays.fill(payloads, 0, count, null);
            count = 0;
            bytes = 0;
        }
    }
}
