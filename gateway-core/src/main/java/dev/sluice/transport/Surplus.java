package dev.sluice.transport;

import dev.sluice.protocol.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;

/** Serves a connection that is one too many: one answer, whatever it asks. Used on the connection's event loop. */
final class Surplus extends ChannelInboundHandlerAdapter {
    private final Response response;
    private boolean answered;

    Surplus(Response response) {
        this.response = response;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        if (message instanceof HttpRequest && !answered) {
            answered = true;
            FullHttpResponse answer = HttpMessages.response(response, true);
            HttpUtil.setKeepAlive(answer, false);
            ctx.channel().writeAndFlush(answer).addListener(sent -> Lingering.close(ctx.channel()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
