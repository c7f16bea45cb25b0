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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * All Endrpi connections of the baseline: a request for pins is read as a tree and answered from a map, with the
 * JSON library set up as Sluice has it. The replies of one
 * read from a socket are written into one buffer. The server's one event loop, so that scratch space can be shared.
 */
@Sharable
final class BaselinePins extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final String READ = "READ_PIN_CONFIGURATIONS";

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.threadLocalPool())
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .build())
            .build();
    private final ObjectReader reader = mapper.readerFor(JsonNode.class);
    private final Map<String, Pin> pins = IntStream.rangeClosed(2, 27)
            .boxed()
            .collect(Collectors.toMap(number -> "GPIO" + number, number -> Pin.AT_START));
    private final ByteArrayOutputStream reply = new ByteArrayOutputStream(512);
    private ByteBuf replies = Unpooled.EMPTY_BUFFER;

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
        if (message instanceof CloseWebSocketFrame) {
            context.close();
        } else if (message instanceof TextWebSocketFrame) {
            answer(reader.readValue(ByteBufUtil.getBytes(message.content())));
            append(context);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
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

    private void answer(JsonNode request) {
        if (!request.path("action").stringValue("").equals(READ)) {
            throw new IllegalArgumentException("action: " + request.path("action") + " (expected: " + READ + ")");
        }
        reply.reset();
        try (JsonGenerator json = mapper.createGenerator(reply)) {
            json.writeStartObject();
            json.writeStringProperty("action", READ);
            json.writeBooleanProperty("success", true);
            json.writeObjectPropertyStart("data");
            for (JsonNode name : request.path("params").path("pins")) {
                Pin pin = pins.getOrDefault(name.stringValue(), Pin.AT_START);
                json.writeObjectPropertyStart(name.stringValue());
                json.writeStringProperty("io", pin.io());
                json.writeNumberProperty("state", pin.state());
                json.writeStringProperty("pull", pin.pull());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeNullProperty("error");
            json.writeEndObject();
        }
    }

    private void append(ChannelHandlerContext context) {
        if (!replies.isReadable()) {
            replies = context.alloc().directBuffer(reply.size() + 4);
        }
        replies.writeByte(0x81);
        if (reply.size() < 126) {
            replies.writeByte(reply.size());
        } else {
            replies.writeByte(126).writeShort(reply.size());
        }
        replies.writeBytes(reply.toByteArray());
    }

    private record Pin(String io, double state, String pull) {
        static final Pin AT_START = new Pin("INPUT", 0.0, "FLOATING");
    }
}
