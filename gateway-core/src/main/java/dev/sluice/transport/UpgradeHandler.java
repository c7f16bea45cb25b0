package dev.sluice.transport;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front door of a connection: answers plain HTTP, and turns a handshake into a session or a refusal. From the moment a
 * handshake is seen, the HTTP decoder is gone and nothing more is read; bytes that came with it wait for the frame decoder.
 */
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(UpgradeHandler.class);
    private static final int REQUESTS_WAITING = 16;
    private static final int EARLY_BYTES = 64 * 1024;

    private final House house;
    private final PageDesk pages;
    private final Entrance entrance;
    private final Patience patience;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean answering;
    private boolean upgrading;
    private boolean closing;
    private @Nullable ByteBuf early;

    UpgradeHandler(House house) {
        this.house = house;
        this.pages = new PageDesk(house);
        this.entrance = new Entrance(house);
        this.patience = new Patience(house, this::respondAndClose);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof FullHttpRequest request) {
            take(ctx, request);
        } else if (message instanceof ByteBuf bytes && upgrading) {
            keepEarly(ctx, bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!answering) {
            patience.end();
            answer(ctx, request);
            return;
        }
        if (Handshake.hasToken(request.headers().getAll(HttpHeaderNames.UPGRADE), "websocket")) {
            // what follows it is not HTTP, but is read as such until its turn comes
            request.setDecoderResult(
                    DecoderResult.failure(new BadRequestException("a handshake behind other requests")));
        }
        if (waiting.size() < REQUESTS_WAITING) {
            waiting.add(request);
        } else {
            request.release();
            ctx.close();
        }
    }

    private void answer(ChannelHandlerContext ctx, FullHttpRequest http) {
        answering = true;
        try {
            Optional<Response> broken = HttpMessages.fault(http.decoderResult());
            if (broken.isPresent()) {
                house.count(ctx.channel(), Refusal.MALFORMED);
                respondAndClose(ctx, broken.get());
                return;
            }
            InetSocketAddress remote = (InetSocketAddress) ctx.channel().remoteAddress();
            Request request = HttpMessages.request(http, remote, house.secure())
                    .withCertificate(TlsHandshake.owner(ctx.channel()));
            boolean http11 = http.protocolVersion().equals(HttpVersion.HTTP_1_1);
            route(ctx, request, http11, HttpUtil.isKeepAlive(http));
        } catch (HttpMessages.BadUriException e) {
            house.count(ctx.channel(), Refusal.MALFORMED);
            respondAndClose(ctx, Response.text(400, "path or query is not well encoded\n"));
        } finally {
            http.release();
        }
    }

    private void route(ChannelHandlerContext ctx, Request request, boolean http11, boolean keepAlive) {
        InetAddress client = request.remote().getAddress();
        if (!house.allow().contains(client)) {
            String error = "{\"error\":\"clients from " + client.getHostAddress() + " are not admitted here\"}";
            refuse(ctx, request, Refusal.ADDRESS, Response.json(403, error));
        } else if (Handshake.isAskedFor(request)) {
            upgrade(ctx, house.origins().vouched(request), http11);
        } else {
            answerPlain(ctx, house.origins().vouched(request), keepAlive);
        }
    }

    // ---- plain HTTP

    private void answerPlain(ChannelHandlerContext ctx, Request request, boolean keepAlive) {
        boolean withBody = !request.method().equals("HEAD");
        patience.await(ctx, () -> pages.answer(request), response -> {
            note(ctx, request, response);
            ChannelFuture written = ctx.writeAndFlush(connection(HttpMessages.response(response, withBody), keepAlive));
            if (!keepAlive) {
                closing = true;
                written.addListener(sent -> Lingering.close(ctx.channel()));
                return;
            }
            answering = false;
            FullHttpRequest next = waiting.poll();
            if (next != null) {
                answer(ctx, next);
            } else {
                patience.awaitRequest(ctx);
            }
        });
    }

    /** Whoever is refused for who it is, is refused, whether it wanted a WebSocket or a page. */
    private void note(ChannelHandlerContext ctx, Request request, Response response) {
        if (response.status() == 401) {
            house.refused(ctx.channel(), request, Refusal.CREDENTIALS, response);
        } else if (response.status() == 403) {
            house.refused(ctx.channel(), request, Refusal.ADMISSION, response);
        }
    }

    private static FullHttpResponse connection(FullHttpResponse response, boolean keepAlive) {
        HttpUtil.setKeepAlive(response, keepAlive);
        return response;
    }

    // ---- WebSocket

    private void upgrade(ChannelHandlerContext ctx, Request request, boolean http11) {
        upgrading = true;
        ctx.channel().config().setAutoRead(false);
        ctx.pipeline().remove(ConnectionInitializer.DECODER);
        ctx.pipeline().remove(ConnectionInitializer.DEADLINE);
        ctx.pipeline().remove(ConnectionInitializer.AGGREGATOR);
        conclude(ctx, request, entrance.hear(request, http11));
    }

    private void conclude(ChannelHandlerContext ctx, Request request, Entrance.Verdict verdict) {
        if (verdict instanceof Entrance.Verdict.Refused refused) {
            refuse(ctx, request, refused.reason(), refused.response());
        } else if (verdict instanceof Entrance.Verdict.Heard heard) {
            patience.await(
                    ctx,
                    () -> entrance.authenticate(request, heard.socket()),
                    answer -> conclude(ctx, request, entrance.admit(request, heard.socket(), answer)));
        } else if (verdict instanceof Entrance.Verdict.Admitted admitted) {
            accept(ctx, request, admitted);
        }
    }

    /** From here on the connection speaks WebSocket. Frame handlers are in place before the client can know it. */
    private void accept(ChannelHandlerContext ctx, Request request, Entrance.Verdict.Admitted admitted) {
        Routes.Socket socket = admitted.socket();
        Authentication.Granted granted = admitted.granted();
        Admission.Accepted accepted = admitted.accepted();
        boolean compresses = house.compresses() && socket.endpoint().compresses();
        Optional<Deflation> deflation = compresses ? Deflation.negotiate(request) : Optional.empty();
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(socket.limits().messageBytes())
                .closeOnProtocolViolation(false)
                .allowExtensions(deflation.isPresent())
                .build();
        ctx.pipeline().addLast(ConnectionInitializer.FRAMES, new WebSocket13FrameDecoder(frames));
        ChannelSession session = house.sessions()
                .create(house.listener(), ctx.channel(), socket, granted.principal(), accepted, deflation);
        ctx.pipeline().addLast(ConnectionInitializer.SESSION, session);
        ctx.writeAndFlush(Handshake.answer(request, accepted, deflation));
        ctx.pipeline().remove(ConnectionInitializer.ENCODER);
        session.open();
        session.endAt(granted.until());
        ByteBuf bytes = early;
        early = null;
        if (bytes != null) {
            ctx.fireChannelRead(bytes);
        }
        ctx.pipeline().remove(this);
        ctx.channel().config().setAutoRead(true);
    }

    private void refuse(ChannelHandlerContext ctx, Request request, Refusal reason, Response response) {
        house.refused(ctx.channel(), request, reason, response);
        respondAndClose(ctx, response);
    }

    private void keepEarly(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (early == null) {
            early = bytes;
            return;
        }
        early = ctx.alloc().compositeBuffer(2).addComponent(true, early).addComponent(true, bytes);
        if (early.readableBytes() > EARLY_BYTES) {
            ctx.close();
        }
    }

    private void respondAndClose(ChannelHandlerContext ctx, Response response) {
        answering = true;
        closing = true;
        ctx.writeAndFlush(connection(HttpMessages.response(response, true), false))
                .addListener(sent -> Lingering.close(ctx.channel()));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        patience.end();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        if (early != null) {
            early.release();
            early = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable inner = cause.getCause() == null ? cause : cause.getCause();
        if (inner instanceof SSLException || cause instanceof IOException || cause instanceof CodecException) {
            log.debug("connection from {} failed: {}", ctx.channel().remoteAddress(), inner.toString());
        } else {
            log.error("connection from {} failed", ctx.channel().remoteAddress(), cause);
        }
        ctx.close();
    }
}
