package dev.sluice.transport;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The closing handshake of one connection (RFC 6455, section 7): one Close frame from here, whoever began, and an end in which
 * it is not lost. Used on the channel's event loop.
 */
final class Farewell {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final Channel channel;
    private final Outbound outbound;

    Farewell(Channel channel, Outbound outbound) {
        this.channel = channel;
        this.outbound = outbound;
    }

    /** Says goodbye behind what was sent before, which is for the caller to flush, and waits for the peer to answer. */
    void begin(int code, String reason) {
        outbound.close(code, reason);
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** While the peer's Close is awaited: nothing else counts any more. */
    void receive(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            channel.close();
        }
        frame.release();
    }

    /** Says the last thing that will be said, since the peer has said its own, or what it says cannot be understood. */
    void conclude(int code, String reason) {
        outbound.close(code, reason);
        outbound.finish().addListener(sent -> Lingering.close(channel));
    }
}
