package dev.sluice.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that serve connections, and the kind of socket that goes with them.
 *
 * @param size how many loops the group has
 */
record EventLoops(EventLoopGroup group, Class<? extends ServerChannel> channel, int size) {
    private static final Logger log = LoggerFactory.getLogger(EventLoops.class);

    static EventLoops of(TransportConfig config) throws ListenException {
        int size = config.eventLoops() > 0
                ? config.eventLoops()
                : Runtime.getRuntime().availableProcessors();
        DefaultThreadFactory threads = new DefaultThreadFactory("sluice-loop", true);
        if (config.io() != TransportConfig.Io.NIO && Epoll.isAvailable()) {
            return new EventLoops(
                    new MultiThreadIoEventLoopGroup(size, threads, EpollIoHandler.newFactory()),
                    EpollServerSocketChannel.class,
                    size);
        }
        if (config.io() == TransportConfig.Io.EPOLL) {
            throw new ListenException("transport.io: epoll is not available here: "
                    + Epoll.unavailabilityCause().getMessage() + " (expected: auto or nio)");
        }
        log.debug("epoll is not used, NIO is");
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(size, threads, NioIoHandler.newFactory()),
                NioServerSocketChannel.class,
                size);
    }
}
