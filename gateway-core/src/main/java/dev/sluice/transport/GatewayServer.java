package dev.sluice.transport;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Scheduler;
import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Request;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private static final Duration LAST_THINGS = Duration.ofSeconds(2);
    private static final double MEMORY_IN_USE = 0.9;

    private final TransportConfig config;
    private final Path dataDirectory;
    private final Map<String, Protocol.Service> services;
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Tickets tickets;
    private final GuessLimit guesses;
    private final Turnstile turnstile;
    private final Map<String, Gate> gates = new HashMap<>();
    private final Map<String, Tls> tls = new HashMap<>();
    private final AtomicLong sessionCount = new AtomicLong();
    private final Map<EventLoop, SessionLoop> sessionLoops = new HashMap<>();
    private final TransportMetrics metrics = new TransportMetrics();
    private final Sessions sessions = new Sessions();
    private final List<Apart> apart = new ArrayList<>();
    private final List<Bound> boundApart = new CopyOnWriteArrayList<>(); // looked at by connections while it is filled
    private final List<Channel> open = new ArrayList<>();
    private final List<Channel> openApart = new ArrayList<>();
    private @Nullable EventLoops loops;
    private @Nullable TlsRenewal renewal;

    /**
     * A gateway that does not listen yet.
     *
     * @param dataDirectory where a self-signed certificate is kept
     * @param services what each protocol offers, by protocol name, in the order in which they are asked whose a handshake is
     * @param guesses who has shown too many wrong tickets, or other credentials
     */
    public GatewayServer(
            TransportConfig config,
            Path dataDirectory,
            Map<String, Protocol.Service> services,
            DeviceBus bus,
            Scheduler scheduler,
            GuessLimit guesses) {
        this.config = config;
        this.dataDirectory = dataDirectory;
        this.services = new LinkedHashMap<>();
        if (config.echo()) {
            this.services.put(EchoEndpoint.PROTOCOL, EchoEndpoint.service());
        }
        this.services.putAll(services);
        this.bus = bus;
        this.scheduler = scheduler;
        this.tickets = new Tickets(scheduler);
        this.guesses = guesses;
        this.turnstile = new Turnstile(config.limits(), mostOpenFiles(), GatewayServer::isShortOfMemory);
    }

    private static long mostOpenFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
    }

    private static boolean isShortOfMemory() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider pool
                && pool.metric().usedDirectMemory() > MEMORY_IN_USE * PlatformDependent.maxDirectMemory();
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
                sessionLoops.put(
                        (EventLoop) loop,
                        new SessionLoop((EventLoop) loop, bus, config.limits().loopLag()));
            }
            metrics.begin(List.copyOf(sessionLoops.values()));
            sessions.begin(List.copyOf(sessionLoops.values()));
            for (ListenerConfig listener : config.listeners()) {
                bound.add(bind(loops, listener, services, open));
            }
            for (Apart each : apart) {
                boundApart.add(bind(loops, each.listener, Map.of(each.name, each.service), openApart));
            }
            renewal = new TlsRenewal(tls, scheduler);
            if (config.echo()) {
                log.warn("diagnostics.echo is on: everybody may use {} on every listener", EchoEndpoint.PATH);
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
            EventLoops on, ListenerConfig listener, Map<String, Protocol.Service> services, List<Channel> opened)
            throws ListenException {
        Optional<Tls> secured = Tls.of(listener, config.tlsEngine(), dataDirectory, scheduler);
        secured.ifPresent(present -> tls.put(listener.name(), present));
        Routes routes = new Routes(listener, services, gates);
        metrics.add(listener.name(), routes.services().keySet());
        House house = new House(
                routes,
                new TicketDesk(tickets, routes.sockets()),
                tickets,
                guesses,
                listener.allow(),
                listener.origins(),
                this::ownPages,
                listener.secure(),
                listener.compression() == ListenerConfig.Compression.ON,
                listener.name(),
                this::loopOf,
                this::session);
        ServerBootstrap bootstrap = new ServerBootstrap();
        if (config.limits().sendBytes() > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, config.limits().sendBytes());
        }
        ChannelFuture binding = bootstrap
                .group(on.group())
                .channel(on.channel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator()) // one for all, not one for each
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ConnectionInitializer(house, secured, config.limits(), turnstile, this::isLagging))
                .bind(listener.address(), listener.port())
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new ListenException("listener " + listener.name() + ": cannot listen on " + listener.address() + ":"
                    + listener.port() + ": " + reason(binding.cause()));
        }
        binding.channel().pipeline().addLast(new AcceptTrouble(listener.name()));
        opened.add(binding.channel());
        return new Bound(listener, (InetSocketAddress) binding.channel().localAddress());
    }

    /** Pages that are {@link #serveApart apart} may use every endpoint, under the name by which the request knows this machine. */
    private List<String> ownPages(Request request) {
        return Origins.name(request).stream()
                .flatMap(name -> boundApart.stream()
                        .map(bound -> (bound.config().secure() ? "https://" : "http://") + name + ":"
                                + bound.address().getPort()))
                .toList();
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
            Optional<Deflation> deflation) {
        ChannelSession.Terms terms = new ChannelSession.Terms(
                Long.toString(sessionCount.incrementAndGet(), Character.MAX_RADIX),
                principal,
                metrics.line(listener, socket.protocol()),
                socket.limits(),
                accepted.handler(),
                deflation.map(Deflation::longest).orElse(0),
                bus,
                scheduler,
                () -> socket.gate().leave(principal));
        return new ChannelSession(terms, loopOf(channel), channel);
    }

    private SessionLoop loopOf(Channel channel) {
        return sessionLoop(channel.eventLoop());
    }

    private boolean isLagging(EventLoop loop) {
        return sessionLoop(loop).lag().isTooLong();
    }

    private SessionLoop sessionLoop(EventLoop loop) {
        return Optional.ofNullable(sessionLoops.get(loop)).orElseThrow();
    }

    /**
     * Puts in force what may change while listeners are open: certificates, and the limits of connections that come from now
     * on. Called by any thread.
     *
     * @param limits of protocols, by protocol; those that are not among them stay as they are
     */
    public void reconfigure(TransportConfig next, Map<String, Limits> limits) {
        limits.forEach((protocol, changed) ->
                Optional.ofNullable(gates.get(protocol)).ifPresent(gate -> gate.change(changed)));
        if (renewal != null) {
            renewal.follow(next.listeners());
        }
    }

    /**
     * Closes the listeners, then every session with 1001, over a while, waits for what was sent, closes what is served apart,
     * which can tell of all this until then, and stops the threads; all within the deadline.
     */
    @Override
    public void close() {
        close(open);
        if (renewal != null) {
            renewal.close();
            renewal = null;
        }
        drain(System.nanoTime());
        close(openApart);
        sessionLoops.values().forEach(SessionLoop::close);
        sessionLoops.clear();
        if (loops != null) {
            loops.group().shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
            loops = null;
        }
        log.debug("transport stopped");
    }

    private static void close(List<Channel> listeners) {
        listeners.forEach(channel -> channel.close().awaitUninterruptibly());
        listeners.clear();
    }

    private void drain(long startNanos) {
        List<Future<Void>> drained = sessionLoops.values().stream()
                .map(loop -> loop.drain(
                        CloseCode.GOING_AWAY,
                        "server is shutting down",
                        config.drain().window()))
                .toList();
        long patience = Math.max(
                config.drain().deadline().minus(LAST_THINGS).toNanos(),
                config.drain().deadline().toNanos() / 2);
        for (Future<Void> loop : drained) {
            long left = patience - (System.nanoTime() - startNanos);
            if (!loop.awaitUninterruptibly(Math.max(0, left), TimeUnit.NANOSECONDS)) {
                log.warn("some clients have not taken their leave in time");
            }
        }
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
