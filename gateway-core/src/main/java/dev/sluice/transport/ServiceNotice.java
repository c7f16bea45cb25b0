package dev.sluice.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that started this process how it is doing (systemd's {@code Type=notify}: a datagram to the socket
 * that {@code NOTIFY_SOCKET} names). Used by the starting thread, which waits until it has been sent.
 */
public final class ServiceNotice {
    private static final Logger log = LoggerFactory.getLogger(ServiceNotice.class);

    private final String socket;

    /** @param environment the process's */
    public ServiceNotice(Map<String, String> environment) {
        socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    }

    /** Says that the service is ready; nothing if nobody wants to know. */
    public void ready() {
        if (socket.isEmpty()) {
            return;
        }
        if (!socket.startsWith("/") || !Epoll.isAvailable()) {
            log.warn("NOTIFY_SOCKET: {} cannot be written to (expected: a path, and Netty's epoll library)", socket);
            return;
        }
        send("READY=1");
    }

    private void send(String state) {
        MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ChannelFuture sent = new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new DomainSocketAddress(socket))
                .addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        connected.channel().writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8));
                    }
                })
                .awaitUninterruptibly();
        if (!sent.isSuccess()) {
            log.warn("NOTIFY_SOCKET: {} cannot be written to: {}", socket, String.valueOf(sent.cause()));
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(); // closes the channel, too
    }
}
