package dev.sluice.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections so that what was sent last arrives. Whoever closes a connection in which something came unread takes back
 * what he has sent; so only our side is closed at first, and what comes is read and dropped until the peer closes its own.
 */
final class Lingering {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Lingering() {}

    /** Ends a connection on which everything has been sent. Called on its event loop. */
    static void close(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (channel instanceof SocketChannel socket) {
            socket.shutdownOutput();
        } else {
            channel.close();
            return;
        }
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
