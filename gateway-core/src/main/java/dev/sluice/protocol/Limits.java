package dev.sluice.protocol;

import dev.sluice.config.Config;
import java.time.Duration;

/**
 * What one endpoint lets a client use. The transport enforces them.
 *
 * @param messageBytes largest message, over all its fragments; more is answered with close 1009
 * @param fragments most fragments of a message; more is answered with close 1008
 * @param messagesPerSecond most messages a second over a few seconds; more is answered with close 1008; 0 for no limit
 * @param callsInFlight while this many {@link Session#call calls} of a session are under way, its next message waits; with
 *     1, every request is finished before the next one is looked at
 * @param mailboxEvents most events (of devices after merging, of each {@link Session#feed}) that wait for a slow reader; more
 *     is answered with close 1013
 * @param outboundBytes most bytes that wait for a slow reader; more drops the connection
 * @param connections most connections to the protocol at once; more is answered with 503; 0 for no limit
 * @param idle after this time without a byte from the client it is pinged; without an answer to two pings it is dropped
 */
public record Limits(
        int messageBytes,
        int fragments,
        int messagesPerSecond,
        int callsInFlight,
        int mailboxEvents,
        int outboundBytes,
        int connections,
        Duration idle) {

    /** What suits a protocol of small messages. */
    public static final Limits DEFAULT =
            new Limits(64 * 1024, 256, 1000, 16, 1024, 1024 * 1024, 0, Duration.ofSeconds(20));

    /** These limits, as far as the section {@code limits} of {@code config} does not say otherwise. */
    public Limits overriddenBy(Config config) {
        Config limits = config.section("limits");
        return new Limits(
                (int) limits.bytes("message-size", messageBytes, 16, 64L * 1024 * 1024),
                limits.integer("fragments", fragments, 1, 1_000_000),
                limits.integer("messages-per-second", messagesPerSecond, 0, 10_000_000),
                callsInFlight,
                limits.integer("mailbox-events", mailboxEvents, 1, 1_000_000),
                (int) limits.bytes("outbound-size", outboundBytes, 64 * 1024, 1024L * 1024 * 1024),
                limits.integer("connections", connections, 0, 10_000_000),
                limits.duration("idle", idle, Duration.ofSeconds(1), Duration.ofHours(1)));
    }

    public Limits withMessageBytes(int bytes) {
        return new Limits(
                bytes, fragments, messagesPerSecond, callsInFlight, mailboxEvents, outboundBytes, connections, idle);
    }

    public Limits withCallsInFlight(int calls) {
        return new Limits(
                messageBytes, fragments, messagesPerSecond, calls, mailboxEvents, outboundBytes, connections, idle);
    }

    public Limits withMailboxEvents(int events) {
        return new Limits(
                messageBytes, fragments, messagesPerSecond, callsInFlight, events, outboundBytes, connections, idle);
    }

    public Limits withMessagesPerSecond(int messages) {
        return new Limits(
                messageBytes, fragments, messages, callsInFlight, mailboxEvents, outboundBytes, connections, idle);
    }
}
