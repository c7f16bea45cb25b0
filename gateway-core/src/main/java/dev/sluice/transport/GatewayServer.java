package dev.sluice.transport;

import dev.sluice.device.DeviceBus;
import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Protocol;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners of a gateway and the event loops that serve them. Started and closed by one thread, which is not a loop. */
public final class GatewayServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GatewayServer.class);
    private static final int BACKLOG = 4096;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);
    private static final long DRAIN_SECONDS = 5;

    private final TransportConfig config;
    private final Path dataDirectory;
    private final Map<String, Protocol.Service> services;
    private final DeviceBus bus;
    private final InstantSource clock;
    private final Tickets tickets;
    private final AtomicLong sessionCount = new AtomicLong();
    private final Map<EventLoop, SessionLoop> sessionLoops = new HashMap<>();
    private final TransportMetrics metrics = new TransportMetrics();
    private final Sessions sessions = new Sessions();
    private final List<Apart> apart = new ArrayList<>();
    private final List<Bound> boundApart = new ArrayList<>();
    private final List<Channel> open = new ArrayList<>();
    private @Nullable EventLoops loops;

    /**
     * A gateway that does not listen yet.
     *
     * @param dataDirectory where a self-signed certificate is kept
     * @param services what each protocol offers, by protocol name, in the order in which they are asked whose a handshake is
     */
    public GatewayServer(
            TransportConfig config,
            Path dataDirectory,
            Map<String, Protocol.Service> services,
            DeviceBus bus,
            InstantSource clock) {
        this.config = config;
        this.dataDirectory = dataDirectory;
        this.services = new LinkedHashMap<>(services);
        this.bus = bus;
        this.clock = clock;
        this.tickets = new Tickets(clock);
    }

    /**
     * Serves something on a listener of its own, and nowhere else. To be called before {@link #start}.
     *
     * @param name what logs and metrics call it
     */
    public void serveApart(String name, Protocol.Service service, ListenerConfig listener) {
        apart.add(new Apart(name, service, listener));
    }

    /** The numbers of this transport. */
    public TransportMetrics metrics() {
        return metrics;
    }

    /** The sessions of this transport. */
    public Sessions sessions() {
        return sessions;
    }

    /**
     * Opens every listener, or none.
     *
     * @return where they listen, in the order of the configuration
     * @throws ListenException if one cannot be opened: its port is in use, its certificate cannot be read
     */
    public List<Bound> start() throws ListenException {
        List<Bound> bound = new ArrayList<>();
        try {
            loops = EventLoops.of(config);
            for (EventExecutor loop : loops.group()) {
                sessionLoops.put((EventLoop) loop, new SessionLoop((EventLoop) loop, bus));
            }
            metrics.begin(List.copyOf(sessionLoops.values()));
            sessions.begin(List.copyOf(sessionLoops.values()));
            Map<String, Gate> gates = new HashMap<>();
            for (ListenerConfig listener : config.listeners()) {
                bound.add(bind(loops, listener, services, gates));
            }
            for (Apart each : apart) {
                boundApart.add(bind(loops, each.listener, Map.of(each.name, each.service), gates));
            }
            return bound;
        } catch (ListenException e) {
            close();
            throw e;
        }
    }

    /** Where what is served {@link #serveApart apart} listens, once it does. */
    public List<Bound> startedApart() {
        return List.copyOf(boundApart);
    }

    private Bound bind(
            EventLoops on, ListenerConfig listener, Map<String, Protocol.Service> services, Map<String, Gate> gates)
            throws ListenException {
        Optional<SslContext> tls = Tls.of(listener, dataDirectory, clock);
        Routes routes = new Routes(listener, services, gates);
        metrics.add(listener.name(), routes.services().keySet());
        UpgradeHandler.House house = new UpgradeHandler.House(
                routes,
                new TicketDesk(tickets, routes.sockets()),
                tickets,
                listener.allow(),
                listener.secure(),
                listener.name(),
                this::loopOf,
                this::session);
        ChannelFuture binding = new ServerBootstrap()
                .group(on.group())
                .channel(on.channel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ConnectionInitializer(house, tls))
                .bind(listener.address(), listener.port())
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new ListenException("listener " + listener.name() + ": cannot listen on " + listener.address() + ":"
                    + listener.port() + ": " + reason(binding.cause()));
        }
        open.add(binding.channel());
        return new Bound(listener, (InetSocketAddress) binding.channel().localAddress());
    }

    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Address already in use")) {
            return "the port is in use";
        }
        return message.contains("Permission denied") ? "ports below 1024 need a privilege" : message;
    }

    private ChannelSession session(
            String listener,
            Channel channel,
            Routes.Socket socket,
            Principal principal,
            Admission.Accepted accepted,
            boolean compresses) {
        ChannelSession.Terms terms = new ChannelSession.Terms(
                Long.toString(sessionCount.incrementAndGet(), Character.MAX_RADIX),
                principal,
                new TransportMetrics.Line(listener, socket.protocol()),
                socket.endpoint().limits(),
                accepted.handler(),
                compresses,
                bus,
                clock,
                socket.gate()::leave);
        return new ChannelSession(terms, loopOf(channel), channel);
    }

    private SessionLoop loopOf(Channel channel) {
        return Optional.ofNullable(sessionLoops.get(channel.eventLoop())).orElseThrow();
    }

    /** Closes the listeners, then every session with 1001, waits a few seconds for what was sent, and stops the threads. */
    @Override
    public void close() {
        open.forEach(channel -> channel.close().awaitUninterruptibly());
        open.clear();
        List<Future<Void>> drained = sessionLoops.values().stream()
                .map(loop -> loop.drain(CloseCode.GOING_AWAY, "server is shutting down"))
                .toList();
        drained.forEach(loop -> loop.awaitUninterruptibly(DRAIN_SECONDS, TimeUnit.SECONDS));
        sessionLoops.values().forEach(SessionLoop::close);
        sessionLoops.clear();
        if (loops != null) {
            loops.group().shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
            loops = null;
        }
        log.debug("transport stopped");
    }

    /** Something with a listener of its own. */
    private record Apart(String name, Protocol.Service service, ListenerConfig listener) {}

    /**
     * An open listener.
     *
     * @param address with the port that the system chose if the configuration said 0
     */
    public record Bound(ListenerConfig config, InetSocketAddress address) {}
}
