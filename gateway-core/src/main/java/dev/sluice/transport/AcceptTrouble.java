package dev.sluice.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears when a listener cannot accept, most likely since the process may open no more files. Netty then leaves the listener
 * alone for a second, so nothing spins; those who want in wait in the system's backlog. Used on the listener's event loop.
 */
final class AcceptTrouble extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(AcceptTrouble.class);
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final String listener;
    private long lastNanos = System.nanoTime() - QUIET_NANOS;

    AcceptTrouble(String listener) {
        this.listener = listener;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        long now = System.nanoTime();
        if (now - lastNanos >= QUIET_NANOS) {
            lastNanos = now;
            log.error("listener {} cannot accept connections: {}; it tries again", listener, cause.toString());
        }
    }
}
