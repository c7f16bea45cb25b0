package dev.sluice.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Furnishes a new connection: TLS where there is TLS, HTTP, and the {@link UpgradeHandler}, or a {@link Surplus} if there are
 * too many. Called by the connection's event loop.
 */
final class ConnectionInitializer extends ChannelInitializer<Channel> {
    static final String TLS = "tls";
    static final String DECODER = "http-decoder";
    static final String ENCODER = "http-encoder";
    static final String DEADLINE = "http-deadline";
    static final String AGGREGATOR = "http-aggregator";
    static final String FRAMES = "frames";
    static final String SESSION = "session";

    private final House house;
    private final Optional<Tls> tls;
    private final ConnectionLimits limits;
    private final Turnstile turnstile;
    private final Predicate<EventLoop> isLagging;

    ConnectionInitializer(
            House house,
            Optional<Tls> tls,
            ConnectionLimits limits,
            Turnstile turnstile,
            Predicate<EventLoop> isLagging) {
        this.house = house;
        this.tls = tls;
        this.limits = limits;
        this.turnstile = turnstile;
        this.isLagging = isLagging;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            channel.close(); // it has gone already
            return;
        }
        InetAddress address = remote.getAddress();
        Turnstile.Verdict verdict = turnstile.enter(address, isLagging.test(channel.eventLoop()));
        channel.closeFuture().addListener(closed -> turnstile.leave(address));
        if (verdict instanceof Turnstile.Verdict.TurnedAway away) {
            house.refused(channel, Refusal.FULL, away.reason());
            channel.close();
        } else if (verdict instanceof Turnstile.Verdict.Refused refused) {
            house.refused(
                    channel,
                    refused.reason(),
                    "answered with " + refused.response().status());
            addHttp(channel);
            channel.pipeline().addLast("surplus", new Surplus(refused.response()));
        } else {
            addHttp(channel);
            channel.pipeline()
                    .addLast(AGGREGATOR, new HttpObjectAggregator(limits.bodyBytes(), true))
                    .addLast("upgrade", new UpgradeHandler(house));
        }
    }

    private void addHttp(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        tls.map(Tls::terms).ifPresent(terms -> pipeline.addLast(TLS, terms.handler(channel.alloc(), limits.tlsTime()))
                .addLast("tls-handshake", new TlsHandshake(terms.clients(), house)));
        pipeline.addLast(
                DECODER,
                new RequestDecoder(new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.requestLineBytes())
                        .setMaxHeaderSize(limits.headerBytes())));
        pipeline.addLast(ENCODER, new HttpResponseEncoder());
        pipeline.addLast(DEADLINE, new RequestDeadline(limits, house));
    }
}
