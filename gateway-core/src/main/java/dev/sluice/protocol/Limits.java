package dev.sluice.protocol;

import dev.sluice.config.Config;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * What one endpoint lets a client use. The transport enforces them. Made from others: {@code DEFAULT.with(limits ->
 * limits.fragments(10).connections(2))}.
 *
 * @param messageBytes largest message, over all its fragments; more is answered with close 1009
 * @param fragments most fragments of a message; more is answered with close 1008
 * @param messagesPerSecond most messages a second over a few seconds; more is answered with close 1008; 0 for no limit
 * @param bytesPerSecond most bytes a second over a few seconds; more is answered with close 1008; 0 for no limit
 * @param callsInFlight while this many {@link Session#call calls} of a session are under way, its next message waits; with
 *     1, every request is finished before the next one is looked at
 * @param mailboxEvents most events (of devices after merging, of each {@link Session#feed}) that wait for a slow reader; more
 *     is answered with close 1013
 * @param slowReader what becomes of events that wait
 * @param outboundBytes most bytes that wait for a slow reader; more drops the connection
 * @param connections most connections to the protocol at once; more is answered with 503; 0 for no limit
 * @param connectionsPerUser most connections of one user at once; more is answered with 429; 0 for no limit
 * @param idle after this time without a byte from the client it is pinged; without an answer to two pings it is dropped
 * @param lifetime a connection is closed with 1001 at a random moment of the last tenth of it; zero for no end
 */
public record Limits(
        int messageBytes,
        int fragments,
        int messagesPerSecond,
        int bytesPerSecond,
        int callsInFlight,
        int mailboxEvents,
        SlowReader slowReader,
        int outboundBytes,
        int connections,
        int connectionsPerUser,
        Duration idle,
        Duration lifetime) {

    /** What suits a protocol of small messages. */
    public static final Limits DEFAULT = new Builder().build();

    /** Where the configuration says otherwise, below a protocol's section. */
    public static final Set<String> KEYS = Set.of(
            "limits.message-size",
            "limits.fragments",
            "limits.messages-per-second",
            "limits.bytes-per-second",
            "limits.mailbox-events",
            "limits.slow-reader",
            "limits.outbound-size",
            "limits.connections",
            "limits.connections-per-user",
            "limits.idle",
            "limits.lifetime");

    /** What becomes of events that wait for a slow reader. */
    public enum SlowReader {
        /** Readings of one device are merged into the latest. */
        CONFLATE,
        /** All of them wait, and when there is no more room the connection is closed with 1013. */
        CLOSE
    }

    /** These limits, as far as the section {@code limits} of {@code config} does not say otherwise. */
    public Limits overriddenBy(Config config) {
        Config section = config.section("limits");
        return with(limits -> limits.messageBytes(
                        (int) section.bytes("message-size", messageBytes, 16, 64L * 1024 * 1024))
                .fragments(section.integer("fragments", fragments, 1, 1_000_000))
                .messagesPerSecond(section.integer("messages-per-second", messagesPerSecond, 0, 10_000_000))
                .bytesPerSecond((int) section.bytes("bytes-per-second", bytesPerSecond, 0, Integer.MAX_VALUE))
                .mailboxEvents(section.integer("mailbox-events", mailboxEvents, 1, 1_000_000))
                .slowReader(section.choice("slow-reader", slowReader))
                .outboundBytes((int) section.bytes("outbound-size", outboundBytes, 64 * 1024, 1024L * 1024 * 1024))
                .connections(section.integer("connections", connections, 0, 10_000_000))
                .connectionsPerUser(section.integer("connections-per-user", connectionsPerUser, 0, 10_000_000))
                .idle(section.duration("idle", idle, Duration.ofSeconds(1), Duration.ofHours(1)))
                .lifetime(section.duration("lifetime", lifetime, Duration.ZERO, Duration.ofDays(365))));
    }

    /** These limits with some changed. */
    public Limits with(UnaryOperator<Builder> changes) {
        return changes.apply(new Builder(this)).build();
    }

    public Limits withMessageBytes(int bytes) {
        return with(limits -> limits.messageBytes(bytes));
    }

    public Limits withCallsInFlight(int calls) {
        return with(limits -> limits.callsInFlight(calls));
    }

    public Limits withMailboxEvents(int events) {
        return with(limits -> limits.mailboxEvents(events));
    }

    public Limits withMessagesPerSecond(int messages) {
        return with(limits -> limits.messagesPerSecond(messages));
    }

    /** Whether connections end by themselves. */
    public boolean hasLifetime() {
        return !lifetime.isZero();
    }

    /** The lifetime of one connection, so that those which came together do not all go together. */
    public Duration someLifetime() {
        long shortest = lifetime.toNanos() / 10 * 9;
        return hasLifetime()
                ? Duration.ofNanos(ThreadLocalRandom.current().nextLong(shortest, lifetime.toNanos() + 1))
                : lifetime;
    }

    /** Limits in the making. */
    public static final class Builder {
        private int messageBytes = 64 * 1024;
        private int fragments = 256;
        private int messagesPerSecond = 1000;
        private int bytesPerSecond = 4 * 1024 * 1024;
        private int callsInFlight = 16;
        private int mailboxEvents = 1024;
        private SlowReader slowReader = SlowReader.CONFLATE;
        private int outboundBytes = 1024 * 1024;
        private int connections;
        private int connectionsPerUser;
        private Duration idle = Duration.ofSeconds(19); // so that a peer that is gone is gone within a minute
        private Duration lifetime = Duration.ZERO;

        private Builder() {}

        private Builder(Limits from) {
            messageBytes = from.messageBytes;
            fragments = from.fragments;
            messagesPerSecond = from.messagesPerSecond;
            bytesPerSecond = from.bytesPerSecond;
            callsInFlight = from.callsInFlight;
            mailboxEvents = from.mailboxEvents;
            slowReader = from.slowReader;
            outboundBytes = from.outboundBytes;
            connections = from.connections;
            connectionsPerUser = from.connectionsPerUser;
            idle = from.idle;
            lifetime = from.lifetime;
        }

        private Limits build() {
            return new Limits(
                    messageBytes,
                    fragments,
                    messagesPerSecond,
                    bytesPerSecond,
                    callsInFlight,
                    mailboxEvents,
                    slowReader,
                    outboundBytes,
                    connections,
                    connectionsPerUser,
                    idle,
                    lifetime);
        }

        public Builder messageBytes(int bytes) {
            messageBytes = bytes;
            return this;
        }

        public Builder fragments(int count) {
            fragments = count;
            return this;
        }

        public Builder messagesPerSecond(int count) {
            messagesPerSecond = count;
            return this;
        }

        public Builder bytesPerSecond(int count) {
            bytesPerSecond = count;
            return this;
        }

        public Builder callsInFlight(int count) {
            callsInFlight = count;
            return this;
        }

        public Builder mailboxEvents(int count) {
            mailboxEvents = count;
            return this;
        }

        public Builder slowReader(SlowReader policy) {
            slowReader = policy;
            return this;
        }

        public Builder outboundBytes(int bytes) {
            outboundBytes = bytes;
            return this;
        }

        public Builder connections(int count) {
            connections = count;
            return this;
        }

        public Builder connectionsPerUser(int count) {
            connectionsPerUser = count;
            return this;
        }

        public Builder idle(Duration time) {
            idle = time;
            return this;
        }

        public Builder lifetime(Duration time) {
            lifetime = time;
            return this;
        }
    }
}
