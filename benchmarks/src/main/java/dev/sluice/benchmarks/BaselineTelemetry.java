package dev.sluice.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Telemetry as cheaply as plain Netty hands it on: who wants what is known from the path, a publisher says which of these groups
 * get the next message, and each member gets the one frame that was built before anybody asked. The server's one event loop;
 * {@link #of} is what the generator sees of it.
 */
final class BaselineTelemetry {
    private static final String PATH = "/telemetry/";
    private static final String PUBLISHER = PATH + "publish";

    /** Device 101's temperature, as long as what Sluice sends, give or take a digit. */
    private static final String MESSAGE = "{\"type\":\"telemetry_update\",\"channel\":\"telemetry\",\"device_id\":101,"
            + "\"telemetry\":{\"temperature\":{\"value\":30.1,\"unit\":\"°C\","
            + "\"timestamp\":\"2026-01-01T00:00:00.000Z\"}}}";

    private final List<Group> groups = new ArrayList<>();
    private final ByteBuf frame = frame();

    /** The handlers of subscribers and publishers, by path. */
    Map<String, ChannelHandler> sessions() {
        Map<String, ChannelHandler> sessions = new LinkedHashMap<>();
        for (int i = 0; i < TelemetryFilter.all().size(); i++) {
            groups.add(new Group());
            sessions.put(PATH + i, groups.get(i));
        }
        sessions.put(PUBLISHER, new Publishing());
        return sessions;
    }

    /** Gives the frame back, when the event loop has ended. */
    void release() {
        frame.release();
    }

    private static ByteBuf frame() {
        byte[] json = MESSAGE.getBytes(StandardCharsets.UTF_8);
        return Unpooled.directBuffer(json.length + 4)
                .writeByte(0x81)
                .writeByte(126)
                .writeShort(json.length)
                .writeBytes(json);
    }

    @Sharable
    private static final class Group extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final Set<Channel> members = new LinkedHashSet<>();

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            members.add(context.channel());
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            members.remove(context.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
            if (message instanceof CloseWebSocketFrame) {
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** A message is a row of 0 and 1: one for each group. */
    @Sharable
    private final class Publishing extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame message) {
            if (message instanceof TextWebSocketFrame text) {
                String wanted = text.text();
                for (int i = 0; i < wanted.length(); i++) {
                    if (wanted.charAt(i) == '1') {
                        tell(groups.get(i));
                    }
                }
            }
        }

        private void tell(Group group) {
            for (Channel member : group.members) {
                member.writeAndFlush(frame.retainedDuplicate(), member.voidPromise());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** How the generator uses it. */
    static Telemetry of(int port) {
        return new Telemetry() {
            @Override
            public Target target(TelemetryFilter filter) {
                return Target.of(port, PATH + TelemetryFilter.all().indexOf(filter));
            }

            @Override
            public List<String> introduction(TelemetryFilter filter) {
                return List.of();
            }

            @Override
            public int answers() {
                return 0;
            }

            @Override
            public Publisher publisher(ClientLoop loop) throws IOException {
                return new WebSocketPublisher(
                        loop.open(Target.of(port, PUBLISHER), 1).get(0));
            }
        };
    }

    private record WebSocketPublisher(Connection connection) implements Telemetry.Publisher {
        @Override
        public void publish(TelemetryReading reading) throws IOException {
            Telemetry.send(
                    connection,
                    TelemetryFilter.all().stream()
                            .map(filter -> filter.accepts(reading) ? "1" : "0")
                            .collect(Collectors.joining()));
        }

        @Override
        public void close() {
            // The loop ends its connections.
        }
    }
}
