package dev.sluice.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers the handshake and leaves a pipeline of two handlers. The event loop's thread. */
final class BaselineHandshake extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String REFUSAL = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private static final String EXTENSIONS = "Sec-WebSocket-Extensions: " + Target.DEFLATE + "\r\n";

    private final Map<String, ChannelHandler> sessions;

    /** @param sessions what serves a connection, by the path that it asks for */
    BaselineHandshake(Map<String, ChannelHandler> sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        String key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "");
        ChannelHandler session = sessions.get(request.uri());
        if (key.isEmpty() || session == null) {
            context.writeAndFlush(text(context, REFUSAL)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        // Who offers to take compressed messages asks for a path where there are such.
        String extensions = request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS) ? EXTENSIONS : "";
        context.writeAndFlush(text(
                context,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + Target.acceptKey(key) + "\r\n" + extensions + "\r\n"));
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addLast(
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder().build()));
        pipeline.addLast(session);
        // The decoder hands on what it has already read beyond the request, so it goes last.
        pipeline.remove(this);
        pipeline.remove(HttpObjectAggregator.class);
        pipeline.remove(HttpRequestDecoder.class);
    }

    private static ByteBuf text(ChannelHandlerContext context, String text) {
        return ByteBufUtil.encodeString(context.alloc(), CharBuffer.wrap(text), StandardCharsets.US_ASCII);
    }
}
