package dev.sluice.transport;

import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Text;
import dev.sluice.transport.SeenFrame.Direction;
import dev.sluice.transport.SeenFrame.Opcode;
import io.netty.buffer.ByteBufUtil;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.zip.DataFormatException;

/**
 * The last frames of one session, kept while somebody looks at it; when there are more than {@value #FRAMES}, the oldest give
 * way. Used on the session's event loop.
 */
final class FrameTap {
    /** Most frames kept. */
    static final int FRAMES = 200;

    private final InstantSource clock;
    private final Deque<SeenFrame> frames = new ArrayDeque<>();
    private long last;

    /**
     * Empty.
     *
     * @param before the number in front of the first frame's
     */
    FrameTap(InstantSource clock, long before) {
        this.clock = clock;
        this.last = before;
    }

    /** A whole text has come. */
    void received(Text text) {
        text(Direction.IN, text);
    }

    /** A whole binary message has come. */
    void received(Binary message) {
        add(Direction.IN, Opcode.BINARY, message.length(), "");
    }

    /** Something that belongs to the connection and not to the protocol has come. */
    void received(Opcode opcode, int size, String text) {
        add(Direction.IN, opcode, size, text);
    }

    /** A frame has been sent, with its opcode as in {@link Frames}. */
    void sent(int opcode, byte[] payload) {
        if ((opcode & Frames.DEFLATED) != 0) {
            sent(opcode & ~Frames.DEFLATED, restored(payload));
        } else if (opcode == Frames.TEXT) {
            text(Direction.OUT, new Text(payload, 0, payload.length));
        } else {
            add(Direction.OUT, kind(opcode), payload.length, "");
        }
    }

    /** A Close frame has been sent; what its reason may repeat of the peer's words is left out. */
    void closed(int code, String reason) {
        int size = code == CloseCode.NONE ? 0 : 2 + Math.min(Frames.MAX_CLOSE_REASON, ByteBufUtil.utf8Bytes(reason));
        add(Direction.OUT, Opcode.CLOSE, size, (code + " " + SessionLog.gist(reason)).trim());
    }

    private static Opcode kind(int opcode) {
        return switch (opcode) {
            case Frames.PING -> Opcode.PING;
            case Frames.PONG -> Opcode.PONG;
            default -> Opcode.BINARY;
        };
    }

    private static byte[] restored(byte[] deflated) {
        try {
            return Deflation.inflate(deflated, deflated.length, Integer.MAX_VALUE)
                    .orElseThrow();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not what has been compressed here", e);
        }
    }

    private void text(Direction direction, Text text) {
        ShownText shown = ShownText.of(text);
        add(new SeenFrame(++last, now(), direction, Opcode.TEXT, text.length(), shown.text(), shown.cut()));
    }

    private void add(Direction direction, Opcode opcode, int size, String text) {
        add(new SeenFrame(++last, now(), direction, opcode, size, text, false));
    }

    private void add(SeenFrame frame) {
        if (frames.size() == FRAMES) {
            frames.removeFirst();
        }
        frames.addLast(frame);
    }

    private Instant now() {
        return clock.instant();
    }

    /** Number of the newest. */
    long last() {
        return last;
    }

    /** Those with higher numbers than {@code number}. */
    List<SeenFrame> after(long number) {
        return frames.stream().filter(frame -> frame.number() > number).toList();
    }

    /** How many frames with higher numbers than {@code number} have given way. */
    long missed(long number) {
        return frames.isEmpty() ? 0 : Math.max(0, frames.getFirst().number() - 1 - number);
    }
}
