package dev.sluice.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * All PlaceOS connections of the baseline: a request is read as a tree, with the JSON library set up as Sluice has it, and
 * answered in the same bytes as Sluice answers; the answers of one read leave in one buffer. Whoever has bound the volume is
 * told of it by frames that all share, so all must have bound it under the same id. Nothing is checked, nobody is asked who
 * they are. The server's one event loop.
 */
@Sharable
final class BaselinePanels extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.threadLocalPool())
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .build())
            .build();
    private final ObjectReader reader = mapper.readerFor(JsonNode.class);
    private final BaselineFollowers followers = new BaselineFollowers();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream(512);
    private ByteBuf replies = Unpooled.EMPTY_BUFFER;

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        followers.remove(context.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            context.close();
        } else if (frame instanceof TextWebSocketFrame) {
            carryOut(context, reader.readValue(ByteBufUtil.getBytes(frame.content())));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        followers.tell(context.alloc());
        if (replies.isReadable()) {
            ByteBuf batch = replies;
            replies = Unpooled.EMPTY_BUFFER;
            context.writeAndFlush(batch, context.voidPromise());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void carryOut(ChannelHandlerContext context, JsonNode request) {
        String name = request.path("name").stringValue("");
        if (request.path("cmd").stringValue("").equals("bind")) {
            if (name.equals("volume")) {
                followers.add(context.channel());
            }
            write("success", request, null);
        } else if (name.equals("set_volume")) {
            JsonNode volume = request.path("args").path(0);
            write("notify", request, volume);
            ByteBuf told = context.alloc().directBuffer(message.size() + 4);
            appendTo(told);
            followers.gather(told);
            write("success", request, volume);
        } else {
            write("success", request, request.path("args"));
        }
        append(context);
    }

    /** Makes the message; one that is told has the variable's name, which is as long as Sluice's to the byte. */
    private void write(String type, JsonNode request, @Nullable JsonNode value) {
        message.reset();
        boolean told = type.equals("notify");
        try (JsonGenerator json = mapper.createGenerator(message)) {
            json.writeStartObject();
            json.writeName("id").writeTree(request.path("id"));
            json.writeStringProperty("type", type);
            if (value != null) {
                json.writeName("value").writeTree(value);
            }
            json.writeObjectPropertyStart("meta");
            json.writeName("sys").writeTree(request.path("sys"));
            json.writeName("mod").writeTree(request.path("mod"));
            json.writeName("index").writeTree(request.path("index"));
            json.writeStringProperty(
                    "name", told ? "volume" : request.path("name").stringValue(""));
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private void append(ChannelHandlerContext context) {
        if (!replies.isReadable()) {
            replies = context.alloc().directBuffer(message.size() + 4);
        }
        appendTo(replies);
    }

    private void appendTo(ByteBuf frames) {
        frames.writeByte(0x81);
        if (message.size() < 126) {
            frames.writeByte(message.size());
        } else {
            frames.writeByte(126).writeShort(message.size());
        }
        frames.writeBytes(message.toByteArray());
    }
}
