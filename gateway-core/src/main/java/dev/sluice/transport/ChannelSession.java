package dev.sluice.transport;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Outcome;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import dev.sluice.transport.Heartbeat.Advice;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket connection: frames in, the protocol's handler, frames out. Everything happens on the connection's event loop.
 *
 * <p>Back-pressure: nothing is read while the peer does not take what was sent, or while as many calls are under way as the
 * limits allow and another message has come. What is sent during one pass over the event loop leaves in one write.
 */
final class ChannelSession extends ChannelInboundHandlerAdapter implements Session, FrameTaps.Source {
    private static final Logger log = LoggerFactory.getLogger(ChannelSession.class);
    private static final int LARGEST_CLOSE_CODE = 4999;
    private static final Duration LONGEST_TIMER = Duration.ofDays(1);

    private enum State {
        OPEN,
        CLOSING,
        ENDED
    }

    /**
     * What a session needs besides its connection.
     *
     * @param compressedBytes longest message that may be compressed; 0 if none may
     */
    record Terms(
            String id,
            Principal principal,
            TransportMetrics.Line line,
            Limits limits,
            SessionHandler handler,
            int compressedBytes,
            DeviceBus bus,
            InstantSource clock,
            Runnable onEnd) {}

    private final Terms terms;
    private final SessionLoop loop;
    private final Channel channel;
    private final MessageAssembler assembler;
    private final RateLimit rate;
    private final RateLimit bytesRate;
    private final long endNanos;
    private final Outbound outbound;
    private final Backlog backlog;
    private final Calls calls;
    private final int compressedBytes;
    private final Heartbeat heartbeat;
    private final Farewell farewell;
    private final List<Registration> registrations = new ArrayList<>(2);

    private State state = State.OPEN;
    private int closeCode = CloseCode.ABNORMAL;
    private String closeReason = "";
    private int index;
    private final Tally<Count> tally;
    private long openedMillis;
    private long messagesIn;
    private long bytesIn;
    private long messagesOut;
    private long bytesOut;
    private boolean closedByPeer;
    private boolean flushing;
    private @Nullable FrameTap tap; // while somebody looks

    /** A session for {@code channel}, whose last handler it then has to become. */
    ChannelSession(Terms terms, SessionLoop loop, Channel channel) {
        this.terms = terms;
        this.loop = loop;
        this.tally = loop.metrics().counts(terms.line());
        this.channel = channel;
        this.assembler = new MessageAssembler(terms.limits(), loop::scratch, new ToHandler());
        long now = System.nanoTime();
        this.rate = new RateLimit(terms.limits().messagesPerSecond(), now);
        this.bytesRate = new RateLimit(terms.limits().bytesPerSecond(), now);
        this.endNanos = now + terms.limits().someLifetime().toNanos();
        this.outbound = new Outbound(channel, loop.shared());
        this.backlog = new Backlog(this, terms.limits().mailboxEvents(), conflates());
        this.compressedBytes = terms.compressedBytes();
        this.calls = new Calls(terms.limits().callsInFlight());
        this.heartbeat = new Heartbeat(this, terms.limits().idle(), now);
        this.farewell = new Farewell(channel, outbound);
    }

    /** Begins the protocol's part. */
    void open() {
        openedMillis = now().toEpochMilli();
        loop.add(this);
        count(Count.OPENED);
        loop.log().opened(this);
        guarded(() -> terms.handler().onOpen(this));
        if (loop.isDraining()) {
            close(CloseCode.GOING_AWAY, "server is shutting down");
        }
    }

    /** Ends it with the credentials that it was opened with. */
    void endAt(Instant until) {
        if (until.equals(Instant.MAX)) {
            return;
        }
        Duration left = Duration.between(now(), until);
        if (left.isZero() || left.isNegative()) {
            close(CloseCode.POLICY, "the credentials have expired");
        } else {
            after(left.compareTo(LONGEST_TIMER) < 0 ? left : LONGEST_TIMER, () -> endAt(until));
        }
    }

    // ---- what the protocol may do

    @Override
    public String id() {
        return terms.id();
    }

    @Override
    public Principal principal() {
        return terms.principal();
    }

    @Override
    public Instant now() {
        return terms.clock().instant();
    }

    @Override
    public void send(Payload payload) {
        if (state == State.OPEN) {
            int opcode = payload.isBinary() ? Frames.BINARY : Frames.TEXT;
            if (payload.size() >= Deflation.MIN_BYTES && payload.size() <= compressedBytes) {
                write(Frames.DEFLATED | opcode, payload.deflated());
                countSent(payload.deflated().length);
            } else {
                write(opcode, payload.bytes());
                countSent(payload.size());
            }
        }
    }

    @Override
    public Watcher watch(DeviceFilter filter, Consumer<Published> listener) {
        if (state != State.OPEN) {
            return Watcher.ended(this, filter, listener);
        }
        Watcher watcher = new Watcher(this, filter, listener);
        loop.watch(watcher);
        registrations.add(watcher);
        return watcher;
    }

    @Override
    public <T> Consumer<List<T>> feed(Consumer<? super T> listener) {
        return backlog.feed(listener);
    }

    @Override
    public void whenWritable(Runnable task) {
        if (state == State.OPEN) {
            backlog.whenWritable(task);
        }
    }

    @Override
    public void execute(Runnable task) {
        try {
            loop.eventLoop().execute(() -> {
                if (state == State.OPEN) {
                    guarded(task);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("session {} is gone with its loop", id());
        }
    }

    @Override
    public void probe(Duration patience, Consumer<Boolean> then) {
        if (state == State.OPEN) {
            heartbeat.probe(patience, then);
            write(Frames.PING, new byte[0]);
        }
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<? super T, ? super Throwable> then) {
        calls.begin();
        // Always as a task of its own: events that were published before the stage was complete are delivered first.
        stage.whenComplete(
                (value, failure) -> loop.eventLoop().execute(() -> finishCall(() -> then.accept(value, failure))));
    }

    @Override
    public void call(Command command, Consumer<Outcome> then) {
        await(terms.bus().invoke(command), (outcome, failure) -> then.accept(outcome));
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        SessionTimer timer = new SessionTimer(this, task);
        if (state == State.OPEN) {
            registrations.add(timer);
            timer.start(delay);
        }
        return timer;
    }

    @Override
    public void close(int code, String reason) {
        if (state != State.OPEN) {
            return;
        }
        farewell.begin(code, reason);
        flushLater();
        end(code, reason);
        state = State.CLOSING;
    }

    // ---- frames in

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(message); // bytes behind a frame that broke the protocol
            return;
        }
        long now = System.nanoTime();
        heartbeat.heard(now);
        if (state != State.OPEN) {
            farewell.receive(frame);
        } else if (!isReservedRight(frame)) {
            frame.release();
            close(CloseCode.PROTOCOL_ERROR, "a reserved bit where there may be none");
        } else if (frame.isFinalFragment() && !rate.take(now)) {
            frame.release();
            count(Count.TOO_FAST);
            loop.log().note(this, "sent too fast");
            close(CloseCode.POLICY, "more than " + terms.limits().messagesPerSecond() + " messages a second");
        } else if (!bytesRate.take(frame.content().readableBytes(), now)) {
            frame.release();
            count(Count.TOO_FAST);
            loop.log().note(this, "sent too much");
            close(CloseCode.POLICY, "more than " + terms.limits().bytesPerSecond() + " bytes a second");
        } else if (frame instanceof PingWebSocketFrame ping) {
            answerPing(ping);
        } else if (frame instanceof PongWebSocketFrame) {
            see(SeenFrame.Opcode.PONG, frame.content().readableBytes(), "");
            frame.release();
        } else if (calls.isBusy()) {
            calls.hold(frame);
            updateReading();
        } else {
            process(frame);
        }
    }

    /** Whether the reserved bits are as agreed; where nothing was agreed, the frame decoder has looked already. */
    private static boolean isReservedRight(WebSocketFrame frame) {
        boolean beginsMessage = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
        return frame.rsv() == 0 || (frame.rsv() == Deflation.RSV1 && beginsMessage);
    }

    private void process(WebSocketFrame frame) {
        try {
            if (frame instanceof CloseWebSocketFrame close) {
                peerCloses(close);
            } else {
                assembler.add(frame);
            }
        } finally {
            frame.release();
        }
    }

    private void answerPing(PingWebSocketFrame ping) {
        byte[] content = new byte[ping.content().readableBytes()];
        ping.content().readBytes(content);
        ping.release();
        see(SeenFrame.Opcode.PING, content.length, "");
        write(Frames.PONG, content);
    }

    private void finishCall(Runnable then) {
        calls.end();
        if (state == State.OPEN) {
            guarded(then);
            processHeld();
        }
    }

    private void processHeld() {
        WebSocketFrame next = calls.next();
        while (next != null) {
            process(next);
            next = state == State.OPEN ? calls.next() : null;
        }
        updateReading();
    }

    private void updateReading() {
        channel.config().setAutoRead(state != State.OPEN || (!calls.isHolding() && channel.isWritable()));
    }

    // ---- what waits for the peer

    /** Hands over an event, at once or when the peer is ready for it. */
    void deliver(Watcher watcher, Published published) {
        if (state == State.OPEN) {
            backlog.deliver(watcher, published);
        }
    }

    void closeTooSlow(String reason) {
        if (state == State.OPEN) {
            count(Count.TOO_SLOW);
            close(CloseCode.TRY_AGAIN_LATER, reason);
        }
    }

    /** Whether the peer takes what it is sent; what was gathered is sent first, if that is what stands in the way. */
    boolean isWritable() {
        if (!channel.isWritable()) {
            outbound.flush();
        }
        return channel.isWritable();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        heartbeat.excuse(System.nanoTime()); // who takes what was sent is there
        backlog.resume();
        updateReading();
    }

    // ---- bytes out

    private void write(int opcode, byte[] payload) {
        if (tap != null) {
            tap.sent(opcode, payload);
        }
        outbound.frame(opcode, payload);
        dropIfFarBehind();
        flushLater();
    }

    private void flushLater() {
        if (!flushing) {
            flushing = true;
            loop.flushLater(this);
        }
    }

    /** Sends what has been written; called by the loop at the end of a pass. */
    void flush() {
        flushing = false;
        outbound.flush();
        dropIfFarBehind();
    }

    private void dropIfFarBehind() {
        if (state == State.OPEN
                && channel.bytesBeforeWritable() > terms.limits().outboundBytes()) {
            count(Count.TOO_SLOW);
            end(CloseCode.ABNORMAL, "too slow");
            channel.close();
        }
    }

    // ---- the end

    private void peerCloses(CloseWebSocketFrame close) {
        int code = close.statusCode() < 0 ? CloseCode.NONE : close.statusCode();
        if (code > LARGEST_CLOSE_CODE) { // Netty looks at the others
            violation(new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "close code " + code + " (expected: below 5000)"));
            return;
        }
        see(SeenFrame.Opcode.CLOSE, close.content().readableBytes(), Integer.toString(code));
        farewell.conclude(code, "");
        closedByPeer = true;
        end(code, code == CloseCode.NONE ? "" : close.reasonText());
    }

    /** A peer that broke the framing: one Close frame, then the end, but not before the peer could read it. */
    private void violation(CorruptedWebSocketFrameException e) {
        if (state != State.OPEN) {
            channel.close();
            return;
        }
        count(Count.VIOLATIONS);
        int code = e.closeStatus().code();
        String reason = String.valueOf(e.getMessage());
        farewell.conclude(code, reason);
        end(code, reason);
    }

    /** Pings a silent peer, and drops one that has not answered. */
    void checkAlive(long nowNanos) {
        if (terms.limits().hasLifetime() && nowNanos - endNanos >= 0) {
            close(CloseCode.GOING_AWAY, "the connection has lived long enough, connect again");
            return;
        }
        if (calls.isHolding() && channel.isWritable()) {
            heartbeat.excuse(nowNanos); // it is not silent: we do not listen
        }
        Advice advice = state == State.OPEN ? heartbeat.check(nowNanos) : Advice.WAIT;
        if (advice == Advice.PING) {
            write(Frames.PING, new byte[0]);
        } else if (advice == Advice.GIVE_UP) {
            count(Count.GONE);
            end(CloseCode.ABNORMAL, "no answer to pings");
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.OPEN) {
            end(CloseCode.ABNORMAL, "");
        }
        state = State.ENDED;
        loop.remove(this);
        count(Count.ENDED);
        assembler.clear();
        outbound.release();
        terms.onEnd().run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            violation(corrupted);
        } else if (cause instanceof IOException) {
            log.debug("session {} lost its connection: {}", id(), cause.toString());
            channel.close();
        } else {
            count(Count.FAILED);
            loop.log().failed(this, cause);
            channel.close();
        }
    }

    /** Ends the protocol's part: nothing is delivered any more, and the handler hears of it once it has returned. */
    private void end(int code, String reason) {
        state = State.ENDED;
        closeCode = code;
        closeReason = reason;
        List.copyOf(registrations).forEach(Registration::close);
        backlog.close();
        heartbeat.stop();
        calls.clear();
        loop.log().closed(this, code, closedByPeer ? "" : reason); // what a peer says is not ours to repeat
        if (tap != null && code != CloseCode.ABNORMAL) {
            tap.closed(code, closedByPeer ? "" : reason);
        }
        loop.eventLoop().execute(() -> guarded(() -> terms.handler().onClose(closeCode, closeReason)));
    }

    /** Runs protocol code; its failure, of whatever kind, ends this session and no other. */
    void guarded(Runnable protocolCode) {
        try {
            protocolCode.run();
        } catch (Throwable e) {
            failed(e);
        }
    }

    void failed(Throwable e) {
        count(Count.FAILED);
        loop.log().failed(this, e);
        close(CloseCode.INTERNAL_ERROR, "internal error");
    }

    // ---- for the loop and the registrations

    SessionLoop loop() {
        return loop;
    }

    int index() {
        return index;
    }

    void index(int position) {
        index = position;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    void drop(Registration registration) {
        registrations.remove(registration);
    }

    // ---- for who counts and who looks

    @Override
    public InstantSource clock() {
        return terms.clock();
    }

    @Override
    public void tap(@Nullable FrameTap watching) {
        tap = watching;
    }

    private void see(SeenFrame.Opcode opcode, int size, String text) {
        if (tap != null) {
            tap.received(opcode, size, text);
        }
    }

    void count(Count what) {
        tally.add(what, 1);
    }

    void count(Count what, int more) {
        tally.add(what, more);
    }

    private void countSent(int bytes) {
        messagesOut++;
        bytesOut += bytes;
        tally.add(Count.MESSAGES_OUT, 1);
        tally.add(Count.BYTES_OUT, bytes);
    }

    private void countReceived(int bytes) {
        messagesIn++;
        bytesIn += bytes;
        tally.add(Count.MESSAGES_IN, 1);
        tally.add(Count.BYTES_IN, bytes);
    }

    TransportMetrics.Line line() {
        return terms.line();
    }

    SocketAddress remote() {
        return channel.remoteAddress();
    }

    /** Whether a reading may be merged into a later one, rather than the session closed. */
    boolean conflates() {
        return terms.limits().slowReader() == Limits.SlowReader.CONFLATE;
    }

    int mailboxEvents() {
        return backlog.events();
    }

    /** Bytes that the peer has not taken yet, above what any connection may have on its way. */
    long outboundBytes() {
        return channel.bytesBeforeWritable();
    }

    SessionInfo describe() {
        return new SessionInfo(
                id(),
                terms.line().protocol(),
                terms.line().listener(),
                principal(),
                SessionLog.text(remote()),
                Instant.ofEpochMilli(openedMillis),
                messagesIn,
                bytesIn,
                messagesOut,
                bytesOut,
                mailboxEvents(),
                outboundBytes(),
                calls.underWay(),
                compressedBytes > 0);
    }

    /** Whole messages to the protocol's handler. */
    private final class ToHandler implements MessageAssembler.Sink {
        @Override
        public void text(Text text) {
            countReceived(text.length());
            if (tap != null) {
                tap.received(text);
            }
            try {
                terms.handler().onText(text);
            } catch (Throwable e) {
                failed(e);
            }
        }

        @Override
        public void binary(Binary message) {
            countReceived(message.length());
            if (tap != null) {
                tap.received(message);
            }
            guarded(() -> terms.handler().onBinary(message));
        }

        @Override
        public void refuse(int code, String reason) {
            close(code, reason);
        }
    }
}
