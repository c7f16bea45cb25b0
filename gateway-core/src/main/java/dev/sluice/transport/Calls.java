package dev.sluice.transport;

import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A session's calls under way, and the frames that have to wait for one of them to end. No more are read than had come with
 * the first that waits. Used on the session's event loop.
 */
final class Calls {
    private final int limit;
    private int underWay;
    private @Nullable Queue<WebSocketFrame> waiting;

    /**
     * None yet.
     *
     * @param limit while so many are under way, frames wait
     */
    Calls(int limit) {
        this.limit = limit;
    }

    void begin() {
        underWay++;
    }

    void end() {
        underWay--;
    }

    /** How many there are. */
    int underWay() {
        return underWay;
    }

    /** Whether a frame must wait: for a call, or behind others that wait. */
    boolean isBusy() {
        return underWay >= limit || waiting != null;
    }

    /** Whether frames wait. */
    boolean isHolding() {
        return waiting != null;
    }

    void hold(WebSocketFrame frame) {
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(frame);
    }

    /** The next frame whose time has come, or null. */
    @Nullable
    WebSocketFrame next() {
        if (waiting == null || underWay >= limit) {
            return null;
        }
        WebSocketFrame next = waiting.poll();
        if (next == null) {
            waiting = null;
        }
        return next;
    }

    /** Forgets what waits. */
    void clear() {
        if (waiting != null) {
            waiting.forEach(ReferenceCountUtil::release);
            waiting = null;
        }
    }
}
