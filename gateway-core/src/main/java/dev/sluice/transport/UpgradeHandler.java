package dev.sluice.transport;

import dev.sluice.config.Networks;
import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.protocol.TooManyGuessesException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private static final long ANSWER_SECONDS = 30;
    private static final long KEEP_ALIVE_SECONDS = 60;

    /** What a connection's front door has to know of its listener and the server. */
    record House(
            Routes routes,
            TicketDesk ticketDesk,
            Tickets tickets,
            GuessLimit guesses,
            Networks allow,
            Origins origins,
            Function<Request, List<String>> ownPages,
            boolean secure,
            boolean compresses,
            String listener,
            Function<Channel, SessionLoop> loops,
            SessionFactory sessions) {
        /** Counts a connection that comes to nothing; returns what serves its event loop. */
        SessionLoop count(Channel channel, Refusal reason) {
            SessionLoop loop = loops.apply(channel);
            loop.metrics().refused(listener, reason);
            return loop;
        }

        /** Counts and notes a connection that never became a request. */
        void refused(Channel channel, Refusal reason, String why) {
            count(channel, reason).log().refused(listener, channel.remoteAddress(), reason, why);
        }
    }

    /** Makes the session of a connection that has been accepted. */
    interface SessionFactory {
        ChannelSession create(
                String listener,
                Channel channel,
                Routes.Socket socket,
                Principal principal,
                Admission.Accepted accepted,
                Optional<Deflation> deflation);
    }

    private final House house;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean answering;
    private boolean upgrading;
    private boolean closing;
    private boolean givenUp;
    private @Nullable ByteBuf early;
    private @Nullable Future<?> deadline;

    UpgradeHandler(House house) {
        this.house = house;
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
        cancelDeadline();
        if (!answering) {
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
            Optional<Response> broken = undecodable(http.decoderResult());
            if (broken.isPresent()) {
                count(ctx, Refusal.MALFORMED);
                respondAndClose(ctx, broken.get());
                return;
            }
            InetSocketAddress remote = (InetSocketAddress) ctx.channel().remoteAddress();
            Request request =
                    HttpMessages.request(http, remote, house.secure).withCertificate(TlsHandshake.owner(ctx.channel()));
            boolean http11 = http.protocolVersion().equals(HttpVersion.HTTP_1_1);
            route(ctx, request, http11, HttpUtil.isKeepAlive(http));
        } catch (HttpMessages.BadUriException e) {
            count(ctx, Refusal.MALFORMED);
            respondAndClose(ctx, Response.text(400, "path or query is not well encoded\n"));
        } finally {
            http.release();
        }
    }

    private void route(ChannelHandlerContext ctx, Request request, boolean http11, boolean keepAlive) {
        InetAddress client = request.remote().getAddress();
        if (!house.allow.contains(client)) {
            String error = "{\"error\":\"clients from " + client.getHostAddress() + " are not admitted here\"}";
            refuse(ctx, request, Refusal.ADDRESS, Response.json(403, error));
        } else if (Handshake.isAskedFor(request)) {
            upgrade(ctx, house.origins.vouched(request), http11);
        } else {
            answerPlain(ctx, house.origins.vouched(request), keepAlive);
        }
    }

    private static Optional<Response> undecodable(DecoderResult result) {
        if (result.isSuccess()) {
            return Optional.empty();
        }
        Throwable cause = result.cause();
        if (cause instanceof TooLongHttpLineException) {
            return Optional.of(Response.text(414, "request line too long\n"));
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Optional.of(Response.text(431, "headers too large\n"));
        }
        String reason = cause instanceof BadRequestException ? ": " + cause.getMessage() : "";
        return Optional.of(Response.text(400, "not a well-formed HTTP request" + reason + "\n"));
    }

    // ---- plain HTTP

    private void answerPlain(ChannelHandlerContext ctx, Request request, boolean keepAlive) {
        boolean withBody = !request.method().equals("HEAD");
        finish(ctx, () -> plain(request), response -> {
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
                expectRequestWithin(ctx, KEEP_ALIVE_SECONDS);
            }
        });
    }

    /** Whoever is refused for who it is, is refused, whether it wanted a WebSocket or a page. */
    private void note(ChannelHandlerContext ctx, Request request, Response response) {
        if (response.status() == 401) {
            note(ctx, request, Refusal.CREDENTIALS, response);
        } else if (response.status() == 403) {
            note(ctx, request, Refusal.ADMISSION, response);
        }
    }

    private CompletionStage<Response> plain(Request request) {
        if (house.ticketDesk.path().match(request.path()).isPresent()) {
            return house.ticketDesk.handle(request, Map.of());
        }
        Optional<Routes.Page> page = house.routes.page(request);
        if (page.isPresent()) {
            Optional<String> stranger = isRead(request) ? Optional.empty() : house.origins.refused(request, List.of());
            if (stranger.isPresent()) {
                return CompletableFuture.completedFuture(notForPagesOf(stranger.get()));
            }
            return page.get().route().handle(request, page.get().parts());
        }
        return CompletableFuture.completedFuture(pageOfOurs(request));
    }

    private Response pageOfOurs(Request request) {
        if (request.path().equals("/") && isRead(request)) {
            return IndexPage.of(house.routes, request.headers().first("Host").orElse("localhost"), house.secure);
        }
        if (house.routes.hasSocket(request.path())) {
            return Response.text(426, "this path speaks WebSocket (expected: Upgrade: websocket)\n")
                    .with("Upgrade", "websocket")
                    .with("Sec-WebSocket-Version", "13");
        }
        return Response.text(404, "nothing here; GET / lists what is served\n");
    }

    /** Whether a request changes nothing; whether its answer may be seen is for the browser to enforce. */
    private static boolean isRead(Request request) {
        return Set.of("GET", "HEAD", "OPTIONS").contains(request.method());
    }

    private static Response notForPagesOf(String origin) {
        String error = "pages of '" + Json.echo(origin)
                + "' are not admitted here (expected: the same origin, or one of" + " the configuration's origins)";
        return Response.json(403, Json.object().put("error", error).toString());
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
        Optional<Response> fault = Handshake.fault(request, http11);
        if (fault.isPresent()) {
            refuse(ctx, request, Refusal.HANDSHAKE, fault.get());
            return;
        }
        Optional<Routes.Socket> socket = house.routes.socket(request);
        if (socket.isEmpty()) {
            refuse(ctx, request, Refusal.PATH, Response.text(404, "no WebSocket here; GET / lists what is served\n"));
            return;
        }
        List<String> more = new ArrayList<>(house.ownPages.apply(request));
        more.addAll(socket.get().endpoint().origins());
        Optional<String> stranger = house.origins.refused(request, more);
        if (stranger.isPresent()) {
            refuse(ctx, request, Refusal.ORIGIN, notForPagesOf(stranger.get()));
            return;
        }
        finish(ctx, () -> authenticate(request, socket.get()), answer -> {
            if (answer instanceof Authentication.Denied denied) {
                refuse(ctx, request, Refusal.CREDENTIALS, denied.response());
            } else if (answer instanceof Authentication.Granted granted) {
                admit(ctx, request, socket.get(), whoever(granted, request));
            }
        });
    }

    /** Where nothing was asked for, a certificate that was shown all the same tells who it is. */
    private static Authentication.Granted whoever(Authentication.Granted granted, Request request) {
        return granted.principal().equals(Principal.ANONYMOUS)
                ? request.certificate().map(Authentication.Granted::new).orElse(granted)
                : granted;
    }

    private CompletionStage<Authentication> authenticate(Request request, Routes.Socket socket) {
        Optional<String> ticket = request.parameter("ticket");
        if (ticket.isEmpty()) {
            return socket.endpoint().authenticate(request);
        }
        return house.guesses
                .look(request.remote().getAddress(), () -> house.tickets.redeem(ticket.get(), socket.protocol()))
                .<CompletionStage<Authentication>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> Authentication.denied(Response.json(
                        401, "{\"error\":\"ticket unknown, used or expired (POST /auth/ticket gives one)\"}")));
    }

    private void admit(
            ChannelHandlerContext ctx, Request request, Routes.Socket socket, Authentication.Granted granted) {
        Principal principal = granted.principal();
        Admission admission = socket.endpoint().admit(request, principal);
        if (admission instanceof Admission.Refused refused) {
            refuse(ctx, request, Refusal.ADMISSION, refused.response());
        } else if (admission instanceof Admission.Accepted accepted) {
            Optional<Response> full = socket.gate().enter(principal);
            if (full.isEmpty()) {
                accept(ctx, request, socket, granted, accepted);
            } else {
                refuse(ctx, request, Refusal.FULL, full.get());
            }
        }
    }

    /** From here on the connection speaks WebSocket. Frame handlers are in place before the client can know it. */
    private void accept(
            ChannelHandlerContext ctx,
            Request request,
            Routes.Socket socket,
            Authentication.Granted granted,
            Admission.Accepted accepted) {
        cancelDeadline();
        boolean compresses = house.compresses && socket.endpoint().compresses();
        Optional<Deflation> deflation = compresses ? Deflation.negotiate(request) : Optional.empty();
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(socket.limits().messageBytes())
                .closeOnProtocolViolation(false)
                .allowExtensions(deflation.isPresent())
                .build();
        ctx.pipeline().addLast(ConnectionInitializer.FRAMES, new WebSocket13FrameDecoder(frames));
        ChannelSession session =
                house.sessions.create(house.listener, ctx.channel(), socket, granted.principal(), accepted, deflation);
        ctx.pipeline().addLast(ConnectionInitializer.SESSION, session);
        ctx.writeAndFlush(switching(request, accepted, deflation));
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

    private static FullHttpResponse switching(
            Request request, Admission.Accepted accepted, Optional<Deflation> deflation) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, Handshake.accept(request));
        deflation.ifPresent(
                agreed -> response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, agreed.answer()));
        accepted.subprotocol().ifPresent(name -> response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, name));
        return response;
    }

    private void refuse(ChannelHandlerContext ctx, Request request, Refusal reason, Response response) {
        note(ctx, request, reason, response);
        respondAndClose(ctx, response);
    }

    private void note(ChannelHandlerContext ctx, Request request, Refusal reason, Response response) {
        SessionLoop loop = count(ctx, reason);
        loop.log().refused(house.listener, request, reason, response.status());
    }

    private SessionLoop count(ChannelHandlerContext ctx, Refusal reason) {
        return house.count(ctx.channel(), reason);
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

    // ---- common

    /** Brings the result of a stage back to this event loop; a failure is answered with 503 or 500. */
    private <T> void finish(ChannelHandlerContext ctx, Supplier<CompletionStage<T>> start, Consumer<T> then) {
        CompletionStage<T> stage;
        try {
            stage = start.get();
        } catch (Throwable e) {
            fail(ctx, e);
            return;
        }
        deadline = ctx.executor().schedule(() -> tooLate(ctx), ANSWER_SECONDS, TimeUnit.SECONDS);
        stage.whenComplete((value, failure) -> {
            if (ctx.executor().inEventLoop()) {
                finished(ctx, value, failure, then);
            } else {
                ctx.executor().execute(() -> finished(ctx, value, failure, then));
            }
        });
    }

    private <T> void finished(
            ChannelHandlerContext ctx, @Nullable T value, @Nullable Throwable failure, Consumer<T> then) {
        if (!ctx.channel().isActive() || ctx.isRemoved() || givenUp) {
            return;
        }
        cancelDeadline();
        if (value == null) {
            fail(ctx, failure);
            return;
        }
        try {
            then.accept(value);
        } catch (Throwable e) {
            fail(ctx, e);
        }
    }

    private void tooLate(ChannelHandlerContext ctx) {
        givenUp = true;
        count(ctx, Refusal.TIMEOUT);
        log.warn("no answer within {} s for {}", ANSWER_SECONDS, ctx.channel().remoteAddress());
        respondAndClose(ctx, Response.text(503, "no answer in time\n").with("Retry-After", "5"));
    }

    private void fail(ChannelHandlerContext ctx, @Nullable Throwable failure) {
        Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TooManyGuessesException guesses) {
            house.refused(ctx.channel(), Refusal.GUESSING, String.valueOf(guesses.getMessage()));
            respondAndClose(ctx, tooManyGuesses(guesses));
        } else if (cause instanceof RejectedExecutionException) {
            count(ctx, Refusal.OVERLOADED);
            respondAndClose(ctx, Response.text(503, "too busy\n").with("Retry-After", "5"));
        } else {
            count(ctx, Refusal.FAILED);
            log.error("a request failed", failure);
            respondAndClose(ctx, Response.text(500, "internal error\n"));
        }
    }

    private static Response tooManyGuesses(TooManyGuessesException guesses) {
        String wait = Long.toString(guesses.retryAfter().plusMillis(999).toSeconds());
        return Response.text(429, guesses.getMessage() + "\n").with("Retry-After", wait);
    }

    private void respondAndClose(ChannelHandlerContext ctx, Response response) {
        answering = true;
        closing = true;
        ctx.writeAndFlush(connection(HttpMessages.response(response, true), false))
                .addListener(sent -> Lingering.close(ctx.channel()));
    }

    private void expectRequestWithin(ChannelHandlerContext ctx, long seconds) {
        cancelDeadline();
        deadline = ctx.executor().schedule(() -> ctx.close(), seconds, TimeUnit.SECONDS);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelDeadline();
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
