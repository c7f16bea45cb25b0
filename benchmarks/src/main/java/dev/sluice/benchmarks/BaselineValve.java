package dev.sluice.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;

/**
 * All valve connections of the baseline: a change of the siren, said in whatever words, goes to each of them as one of two
 * frames that were built before anybody asked. The server's one event loop.
 */
@Sharable
final class BaselineValve extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final BaselineFollowers connections = new BaselineFollowers();
    private final ByteBuf on = frame(true);
    private final ByteBuf off = frame(false);

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connections.add(context.channel());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        connections.remove(context.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
        if (message instanceof CloseWebSocketFrame) {
            context.close();
        } else if (message instanceof TextWebSocketFrame text) {
            connections.gather((text.text().contains("true") ? on : off).retainedDuplicate());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        connections.tell(context.alloc());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** Gives the two frames back, when the event loop has ended. */
    void release() {
        on.release();
        off.release();
    }

    /** As long as the {@code state} message that Sluice sends, to the byte. */
    private static ByteBuf frame(boolean siren) {
        String json = "{\"event\":\"state\",\"data\":{\"valve_state\":\"open\",\"radio_state\":\"connected\",\"siren\":"
                + siren + "}}";
        ByteBuf frame = Unpooled.directBuffer(json.length() + 2);
        frame.writeByte(0x81).writeByte(json.length()).writeCharSequence(json, StandardCharsets.US_ASCII);
        return frame;
    }
}
