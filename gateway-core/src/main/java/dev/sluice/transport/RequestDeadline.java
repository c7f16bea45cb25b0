package dev.sluice.transport;

import dev.sluice.protocol.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits neither for ever for a connection's first request nor for any request's body: answers 408 and closes. Between the
 * HTTP decoder and what puts requests together; used on the connection's event loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private final ConnectionLimits limits;
    private final House house;
    private @Nullable Future<?> deadline;
    private boolean answered;

    RequestDeadline(ConnectionLimits limits, House house) {
        this.limits = limits;
        this.house = house;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) { // else TLS has a deadline of its own
            expectWithin(ctx, limits.headerTime(), "headers");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion && completion.isSuccess()) {
            expectWithin(ctx, limits.headerTime(), "headers");
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (answered) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof LastHttpContent) {
            cancel();
        } else if (message instanceof HttpRequest) {
            expectWithin(ctx, limits.bodyTime(), "body");
        }
        ctx.fireChannelRead(message);
    }

    private void expectWithin(ChannelHandlerContext ctx, Duration time, String what) {
        cancel();
        deadline = ctx.executor().schedule(() -> tooLate(ctx, what), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tooLate(ChannelHandlerContext ctx, String what) {
        answered = true;
        String why = "the request's " + what + " took too long";
        house.refused(ctx.channel(), Refusal.DEADLINE, why);
        FullHttpResponse response = HttpMessages.response(Response.text(408, why + "\n"), true);
        HttpUtil.setKeepAlive(response, false);
        ctx.channel().writeAndFlush(response).addListener(sent -> Lingering.close(ctx.channel()));
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cancel();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancel();
    }
}
