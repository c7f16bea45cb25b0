package dev.sluice.transport;

import dev.sluice.config.Config;
import dev.sluice.config.Networks;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.protocol.Protocol;
import dev.sluice.testkit.ManualScheduler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The pipeline of a connection without a socket: bytes in, bytes out, all on the thread of the test. Serves {@code /echo}, unless told
 * otherwise. */
final class EmbeddedDoor implements AutoCloseable {
    private static final TransportConfig CONFIG =
            TransportConfig.read(Config.parse("test", "listeners: [{name: http}]", Path.of(""), Map.of()), List.of());

    private final EmbeddedChannel channel;
    private final SessionLoop loop;

    EmbeddedDoor() {
        this(Map.of(EchoEndpoint.PROTOCOL, EchoEndpoint.service()));
    }

    EmbeddedDoor(Map<String, Protocol.Service> services) {
        channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
            }
        };
        channel.freezeTime();
        ManualScheduler scheduler = new ManualScheduler();
        LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
        ListenerConfig listener = CONFIG.listeners().get(0);
        loop = new SessionLoop(channel.eventLoop(), bus, CONFIG.limits().loopLag());
        Routes routes = new Routes(listener, services, new HashMap<>());
        Tickets tickets = new Tickets(scheduler);
        House house = new House(
                routes,
                new TicketDesk(tickets, routes.sockets()),
                tickets,
                new GuessLimit(CONFIG.limits(), scheduler),
                Networks.everywhere(),
                Origins.SAME,
                request -> List.of(),
                false,
                true,
                listener.name(),
                connection -> loop,
                (line, connection, socket, principal, accepted, deflation) -> new ChannelSession(
                        new ChannelSession.Terms(
                                "1",
                                principal,
                                new TransportMetrics.Line(line, socket.protocol()),
                                socket.endpoint().limits(),
                                accepted.handler(),
                                deflation.map(Deflation::longest).orElse(0),
                                bus,
                                scheduler,
                                () -> {}),
                        loop,
                        connection));
        channel.pipeline()
                .addLast(new ConnectionInitializer(
                        house,
                        Optional.empty(),
                        CONFIG.limits(),
                        new Turnstile(CONFIG.limits(), 1000, () -> false),
                        eventLoop -> false));
    }

    /** Puts bytes in, in pieces of at most {@code piece}. */
    void say(byte[] bytes, int piece) {
        for (int i = 0; i < bytes.length && channel.isOpen(); i += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, i, Math.min(piece, bytes.length - i)));
            channel.runPendingTasks();
        }
    }

    /** Lets time pass. */
    void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Takes what has come out, and complains if a handler has let an exception through to the end of the pipeline. */
    byte[] hear() {
        channel.runPendingTasks();
        channel.checkException();
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            heard.writeBytes(ByteBufUtil.getBytes(next));
            next.release();
        }
        return heard.toByteArray();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        channel.runPendingTasks();
        loop.close();
    }
}
