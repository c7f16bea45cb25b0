package dev.sluice.transport;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Outcome;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
final class ChannelSession extends ChannelInboundHandlerAdapter implements Session {
    private static final Logger log = LoggerFactory.getLogger(ChannelSession.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int PINGS_UNANSWERED = 2;

    private enum State {
        OPEN,
        CLOSING,
        ENDED
    }

    /** What a session needs besides its connection. */
    record Terms(
            String id,
            Principal principal,
            TransportMetrics.Line line,
            Limits limits,
            SessionHandler handler,
            boolean compresses,
            DeviceBus bus,
            InstantSource clock,
            Runnable onEnd) {}

    private final Terms terms;
    private final SessionLoop loop;
    private final Channel channel;
    private final MessageAssembler assembler;
    private final RateLimit rate;
    private final Outbound outbound;
    private final Backlog backlog;
    private final List<Registration> registrations = new ArrayList<>(2);

    private State state = State.OPEN;
    private int closeCode = CloseCode.ABNORMAL;
    private String closeReason = "";
    private int index;
    private final Tally<Count> tally;
    private Instant opened = Instant.EPOCH;
    private long messagesIn;
    private long bytesIn;
    private long messagesOut;
    private long bytesOut;
    private boolean closedByPeer;
    private int calls;
    private long heardNanos = System.nanoTime();
    private int pingsUnanswered;
    private boolean flushing;
    private @Nullable Queue<WebSocketFrame> held;
    private @Nullable List<Probe> probes;

    /** A session for {@code channel}, whose last handler it then has to become. */
    ChannelSession(Terms terms, SessionLoop loop, Channel channel) {
        this.terms = terms;
        this.loop = loop;
        this.tally = loop.metrics().counts(terms.line());
        this.channel = channel;
        this.assembler = new MessageAssembler(terms.limits(), loop::scratch, new ToHandler());
        this.rate = new RateLimit(terms.limits().messagesPerSecond(), heardNanos);
        this.outbound = new Outbound(channel);
        this.backlog = new Backlog(this, terms.limits().mailboxEvents());
    }

    /** Begins the protocol's part. */
    void open() {
        opened = now();
        loop.add(this);
        count(Count.OPENED);
        loop.log().opened(this);
        guarded(() -> terms.handler().onOpen(this));
        if (loop.isDraining()) {
            close(CloseCode.GOING_AWAY, "server is shutting down");
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
            if (terms.compresses() && payload.size() >= Deflation.MIN_BYTES) {
                countSent(payload.deflated().length);
                write(Frames.DEFLATED_TEXT, payload.deflated());
            } else {
                countSent(payload.size());
                write(Frames.TEXT, payload.utf8());
            }
        }
    }

    @Override
    public Registration watch(DeviceFilter filter, Consumer<Published> listener) {
        Watcher watcher = new Watcher(this, filter, listener);
        if (state == State.OPEN) {
            loop.watch(watcher);
            registrations.add(watcher);
        }
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
        if (state != State.OPEN) {
            return;
        }
        if (probes == null) {
            probes = new ArrayList<>(1);
        }
        Probe probe = new Probe(then);
        probes.add(probe);
        probe.deadline = after(patience, () -> answer(probe, false));
        write(Frames.PING, new byte[0]);
    }

    private void answerProbes() {
        if (probes != null) {
            List.copyOf(probes).forEach(probe -> answer(probe, true));
        }
    }

    private void answer(Probe probe, boolean alive) {
        if (probes != null && probes.remove(probe)) {
            probe.deadline.close();
            probes = probes.isEmpty() ? null : probes;
            guarded(() -> probe.then.accept(alive));
        }
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<? super T, ? super Throwable> then) {
        calls++;
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
        Timer timer = new Timer(task);
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
        sendClose(code, reason);
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    // ---- frames in

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(message); // bytes behind a frame that broke the protocol
            return;
        }
        heardNanos = System.nanoTime();
        pingsUnanswered = 0;
        answerProbes();
        if (state != State.OPEN) {
            finishClosing(frame);
        } else if (!isReservedRight(frame)) {
            frame.release();
            close(CloseCode.PROTOCOL_ERROR, "a reserved bit where there may be none");
        } else if (frame.isFinalFragment() && !rate.take(heardNanos)) {
            frame.release();
            count(Count.TOO_FAST);
            loop.log().note(this, "sent too fast");
            close(CloseCode.POLICY, "more than " + terms.limits().messagesPerSecond() + " messages a second");
        } else if (frame instanceof PingWebSocketFrame ping) {
            answerPing(ping);
        } else if (frame instanceof PongWebSocketFrame) {
            frame.release();
        } else if (isBusy()) {
            hold(frame);
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
        write(Frames.PONG, content);
    }

    /** Whether messages must wait, for a call under way or behind others that wait. */
    private boolean isBusy() {
        return calls >= terms.limits().callsInFlight() || held != null;
    }

    private void hold(WebSocketFrame frame) {
        if (held == null) {
            held = new ArrayDeque<>();
        }
        held.add(frame);
        updateReading();
    }

    private void finishCall(Runnable then) {
        calls--;
        if (state == State.OPEN) {
            guarded(then);
            processHeld();
        }
    }

    private void processHeld() {
        while (held != null && state == State.OPEN && calls < terms.limits().callsInFlight()) {
            WebSocketFrame next = held.poll();
            if (next == null) {
                held = null;
                updateReading();
            } else {
                process(next);
            }
        }
    }

    private void updateReading() {
        channel.config().setAutoRead(held == null && channel.isWritable());
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
        backlog.resume();
        updateReading();
    }

    // ---- bytes out

    private void write(int opcode, byte[] payload) {
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

    private void sendClose(int code, String reason) {
        outbound.close(code, reason);
        flushLater();
        end(code, reason);
        state = State.CLOSING;
        channel.config().setAutoRead(true); // for the peer's Close
    }

    private void peerCloses(CloseWebSocketFrame close) {
        int code = close.statusCode() < 0 ? CloseCode.NONE : close.statusCode();
        String reason = code == CloseCode.NONE ? "" : close.reasonText();
        outbound.close(code, "");
        outbound.finish().addListener(ChannelFutureListener.CLOSE);
        closedByPeer = true;
        end(code, reason);
    }

    private void finishClosing(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame) {
            channel.close();
        }
        frame.release();
    }

    /** A peer that broke the framing: one Close frame, then the end, but not before the peer could read it. */
    private void violation(CorruptedWebSocketFrameException e) {
        if (state != State.OPEN) {
            channel.close();
            return;
        }
        count(Count.VIOLATIONS);
        sendClose(e.closeStatus().code(), String.valueOf(e.getMessage()));
        outbound.finish().addListener(sent -> {
            if (channel instanceof SocketChannel socket && channel.pipeline().get(SslHandler.class) == null) {
                socket.shutdownOutput();
                channel.eventLoop().schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                channel.close();
            }
        });
    }

    /** Pings a silent peer, and drops one that has not answered. */
    void checkAlive(long nowNanos) {
        long silent = nowNanos - heardNanos;
        if (state != State.OPEN
                || silent < (pingsUnanswered + 1) * terms.limits().idle().toNanos()) {
            return;
        }
        if (pingsUnanswered == PINGS_UNANSWERED) {
            count(Count.GONE);
            end(CloseCode.ABNORMAL, "no answer to pings");
            channel.close();
            return;
        }
        pingsUnanswered++;
        write(Frames.PING, new byte[0]);
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
        probes = null;
        if (held != null) {
            held.forEach(ReferenceCountUtil::release);
            held = null;
        }
        loop.log().closed(this, code, closedByPeer ? "" : reason); // what a peer says is not ours to repeat
        loop.eventLoop().execute(() -> guarded(() -> terms.handler().onClose(closeCode, closeReason)));
    }

    /** Runs protocol code; its failure ends this session and no other. */
    void guarded(Runnable protocolCode) {
        try {
            protocolCode.run();
        } catch (RuntimeException | StackOverflowError e) {
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

    void drop(Registration registration) {
        registrations.remove(registration);
    }

    // ---- for who counts and who looks

    void count(Count what) {
        tally.add(what, 1);
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
                opened,
                messagesIn,
                bytesIn,
                messagesOut,
                bytesOut,
                mailboxEvents(),
                outboundBytes(),
                calls,
                terms.compresses());
    }

    /** Whole messages to the protocol's handler. */
    private final class ToHandler implements MessageAssembler.Sink {
        @Override
        public void text(Text text) {
            countReceived(text.length());
            try {
                terms.handler().onText(text);
            } catch (RuntimeException | StackOverflowError e) {
                failed(e);
            }
        }

        @Override
        public void binary(int bytes) {
            countReceived(bytes);
            guarded(() -> terms.handler().onBinary(bytes));
        }

        @Override
        public void refuse(int code, String reason) {
            close(code, reason);
        }
    }

    /** Somebody who wants to know whether the peer is there. */
    private static final class Probe {
        private final Consumer<Boolean> then;
        private Registration deadline = () -> {};

        Probe(Consumer<Boolean> then) {
            this.then = then;
        }
    }

    /** A task for later that ends with the session. */
    private final class Timer implements Registration {
        private final Runnable task;
        private @Nullable Future<?> pending;

        Timer(Runnable task) {
            this.task = task;
        }

        void start(Duration delay) {
            pending = loop.eventLoop().schedule(this::run, delay.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void run() {
            drop(this);
            if (state == State.OPEN) {
                guarded(task);
            }
        }

        @Override
        public void close() {
            if (pending != null) {
                pending.cancel(false);
            }
            drop(this);
        }
    }
}
