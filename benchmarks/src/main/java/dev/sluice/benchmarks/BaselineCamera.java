package dev.sluice.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.zip.Deflater;

/**
 * All of the baseline that follow a camera: a panel's request is answered to nobody, but makes one message, which is compressed
 * once if at all, and whose frame all share. The server's one event loop.
 */
@Sharable
final class BaselineCamera extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final String ARGUMENTS = "\"args\":[";
    private static final int TEXT = 0x81;
    private static final int DEFLATED_TEXT = 0xc1;
    private static final int LARGEST_MESSAGE = 1024;

    /** An empty block at the end of what was flushed; senders leave it off. */
    private static final int TAIL_BYTES = 4;

    private final boolean compresses;
    private final BaselineFollowers followers = new BaselineFollowers();
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final byte[] compressed = new byte[LARGEST_MESSAGE];

    BaselineCamera(boolean compresses) {
        this.compresses = compresses;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        followers.add(context.channel());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        followers.remove(context.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
        if (message instanceof CloseWebSocketFrame) {
            context.close();
        } else if (message instanceof TextWebSocketFrame text) {
            followers.gather(frame(message(text.text()), context.alloc()));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        followers.tell(context.alloc());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** Gives what the compressor holds back, when the event loop has ended. */
    void release() {
        deflater.end();
    }

    /** As long as Sluice's, give or take a digit. */
    private static byte[] message(String request) {
        int begin = request.indexOf(ARGUMENTS) + ARGUMENTS.length();
        int comma = request.indexOf(',', begin);
        String rest = ",\"unit\":\"deg\",\"timestamp\":\"" + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\"}";
        return ("{\"type\":\"telemetry_update\",\"channel\":\"telemetry\",\"device_id\":8,\"telemetry\":{\"pan\":{\"value\":"
                        + request.substring(begin, comma) + rest + ",\"tilt\":{\"value\":"
                        + request.substring(comma + 1, request.indexOf(']', comma)) + rest + "}}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private ByteBuf frame(byte[] message, ByteBufAllocator allocator) {
        if (!compresses) {
            return frame(TEXT, message, message.length, allocator);
        }
        deflater.reset();
        deflater.setInput(message);
        int length = deflater.deflate(compressed, 0, compressed.length, Deflater.SYNC_FLUSH) - TAIL_BYTES;
        return frame(DEFLATED_TEXT, compressed, length, allocator);
    }

    private static ByteBuf frame(int first, byte[] payload, int length, ByteBufAllocator allocator) {
        ByteBuf frame = allocator.directBuffer(length + 4).writeByte(first);
        if (length < 126) {
            frame.writeByte(length);
        } else {
            frame.writeByte(126).writeShort(length);
        }
        return frame.writeBytes(payload, 0, length);
    }
}
