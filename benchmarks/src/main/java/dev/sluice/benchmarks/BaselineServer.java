package dev.sluice.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What Sluice is compared with: the same answers as cheaply as plain Netty gives them, with nothing around that a gateway
 * needs (no bus, no limits, no back-pressure, no time-outs). Netty's own frame decoder reads, frames are written by hand, the
 * replies of one read leave in one buffer, and a fan-out is one shared buffer with the frames of
 * all changes that one read brought. One event loop, as many as Sluice has on the one
 * core that both are measured on.
 *
 * <p>{@code /endrpi} answers {@code READ_PIN_CONFIGURATIONS}; {@code /valve} tells all its connections of a change of the
 * siren; PlaceOS's path answers what {@link Panels} ask; {@code /telemetry/…} hands readings to groups; {@code /camera} tells all its connections
 * where a camera looks; everything else is left
 * out.
 */
final class BaselineServer implements AutoCloseable {
    private static final int LARGEST_REQUEST = 8192;

    private final EventLoopGroup loop;
    private final Channel listener;
    private final Channel secureListener;
    private final List<Runnable> releases;

    private BaselineServer(EventLoopGroup loop, Channel listener, Channel secureListener, List<Runnable> releases) {
        this.loop = loop;
        this.listener = listener;
        this.secureListener = secureListener;
        this.releases = releases;
    }

    /** Serves until the process is ended. The arguments are the port, that for TLS, and the file with the key. */
    public static void main(String[] args) throws InterruptedException {
        BaselineServer server = start(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Path.of(args[2]));
        System.out.println("baseline ready on localhost:" + server.port());
        server.listener.closeFuture().await();
    }

    /**
     * Begins to serve.
     *
     * @param port 0 lets the system choose
     * @param tlsPort likewise
     * @param keyStore with the key for TLS
     */
    static BaselineServer start(int port, int tlsPort, Path keyStore) {
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> channel =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, io);
        BaselineValve valve = new BaselineValve();
        BaselineTelemetry telemetry = new BaselineTelemetry();
        Map<String, ChannelHandler> sessions = new HashMap<>(telemetry.sessions());
        sessions.putAll(Map.of("/endrpi", new BaselinePins(), "/valve", valve, Server.PANELS, new BaselinePanels()));
        BaselineCamera plain = new BaselineCamera(false);
        BaselineCamera compressed = new BaselineCamera(true);
        sessions.putAll(Map.of("/camera", plain, "/camera/compressed", compressed));
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true);
        Channel listener = listen(bootstrap, port, Optional.empty(), sessions);
        Channel secureListener = listen(bootstrap, tlsPort, Optional.of(BaselineTls.context(keyStore)), sessions);
        return new BaselineServer(
                loop,
                listener,
                secureListener,
                List.of(valve::release, telemetry::release, plain::release, compressed::release));
    }

    private static Channel listen(
            ServerBootstrap bootstrap, int port, Optional<SslContext> tls, Map<String, ChannelHandler> sessions) {
        return bootstrap
                .clone()
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        tls.ifPresent(context -> connection.pipeline().addLast(context.newHandler(connection.alloc())));
                        connection
                                .pipeline()
                                .addLast(
                                        new HttpRequestDecoder(),
                                        new HttpObjectAggregator(LARGEST_REQUEST),
                                        new BaselineHandshake(sessions));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return port(listener);
    }

    int tlsPort() {
        return port(secureListener);
    }

    private static int port(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Ends every connection and the event loop. */
    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        releases.forEach(Runnable::run);
    }
}
