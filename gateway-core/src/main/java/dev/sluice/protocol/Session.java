package dev.sluice.protocol;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.Outcome;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One connection, as a protocol sees it. To be used only on the thread that calls the {@link SessionHandler}; whatever is
 * registered through it ends with it. After the end, {@code send} and {@code close} do nothing and no callback comes.
 */
public interface Session {
    /** Short and unique in this process, for logs. */
    String id();

    Principal principal();

    /** The time by the session's clock. */
    Instant now();

    /** Sends one message. */
    void send(Payload payload);

    /**
     * Hears what devices say from now on, on this session's thread. For a reader that is too slow, readings of one device
     * that wait are merged into one.
     */
    Watch watch(DeviceFilter filter, Consumer<Published> listener);

    /**
     * A way in for what comes from other threads: every item of a batch is handed to {@code listener} on this session's
     * thread, in order, while the peer takes what it is sent. When more than {@link Limits#mailboxEvents} items wait, the
     * session is closed with 1013.
     *
     * @return takes batches from any thread; drops them once the session has ended
     */
    <T> Consumer<List<T>> feed(Consumer<? super T> listener);

    /**
     * Runs {@code task} on this session's thread, not at once, when the peer has taken what was sent and nothing that was fed
     * waits: for who has more to send than should wait in memory.
     */
    void whenWritable(Runnable task);

    /** Runs {@code task} on this session's thread, unless the session has ended by then. May be called by any thread. */
    void execute(Runnable task);

    /**
     * Finds out whether the peer is still there: pings it.
     *
     * @param patience how long it may take to say anything
     * @param then gets whether it did
     */
    void probe(Duration patience, Consumer<Boolean> then);

    /**
     * Waits for a stage and brings its result back to this session's thread. Counts as a call under way: see
     * {@link Limits#callsInFlight}.
     *
     * @param then gets the value and null, or null and the failure
     */
    <T> void await(CompletionStage<T> stage, BiConsumer<? super T, ? super Throwable> then);

    /** Asks a device to act; the outcome comes on this session's thread. Counts as a call under way. */
    void call(Command command, Consumer<Outcome> then);

    /** Runs {@code task} on this session's thread after {@code delay}, unless the session has ended by then. */
    Registration after(Duration delay, Runnable task);

    /**
     * Starts to close the connection: what was sent before still goes out, then the close frame.
     *
     * @param code a close code that may appear in a frame (RFC 6455, section 7.4)
     * @param reason short text for people; cut to the 123 bytes that fit
     */
    void close(int code, String reason);
}
