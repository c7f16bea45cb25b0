package dev.sluice.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/** Furnishes a new connection: TLS where there is TLS, HTTP, and the {@link UpgradeHandler}. */
final class ConnectionInitializer extends ChannelInitializer<Channel> {
    static final String DECODER = "http-decoder";
    static final String ENCODER = "http-encoder";
    static final String AGGREGATOR = "http-aggregator";
    static final String FRAMES = "frames";
    static final String SESSION = "session";

    private static final int REQUEST_LINE_BYTES = 8 * 1024;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final int BODY_BYTES = 1024 * 1024;

    private final UpgradeHandler.House house;
    private final Optional<SslContext> tls;

    ConnectionInitializer(UpgradeHandler.House house, Optional<SslContext> tls) {
        this.house = house;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        tls.ifPresent(context -> pipeline.addLast("tls", context.newHandler(channel.alloc())));
        pipeline.addLast(
                DECODER,
                new RequestDecoder(new HttpDecoderConfig()
                        .setMaxInitialLineLength(REQUEST_LINE_BYTES)
                        .setMaxHeaderSize(HEADER_BYTES)));
        pipeline.addLast(ENCODER, new HttpResponseEncoder());
        pipeline.addLast(AGGREGATOR, new HttpObjectAggregator(BODY_BYTES, true));
        pipeline.addLast("upgrade", new UpgradeHandler(house));
    }
}
