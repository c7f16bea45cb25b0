package dev.sluice.transport;

import java.time.Instant;

/**
 * A frame or message that went over a session, as it may be shown to who looks after the gateway.
 *
 * @param number counts up by one, without a gap while a session is looked at
 * @param size bytes of the message, without its frame and before compression
 * @param text what it said, secrets masked; empty where that is not to be shown: see {@link ShownText}
 * @param cut whether there was more of it
 */
public record SeenFrame(
        long number, Instant at, Direction direction, Opcode opcode, int size, String text, boolean cut) {
    /** Which way it went, as the metrics call it. */
    public enum Direction {
        IN("in"),
        OUT("out");

        private final String wireName;

        Direction(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** What it was (RFC 6455, section 11.8); fragments are shown as the message that they were parts of. */
    public enum Opcode {
        TEXT("text"),
        BINARY("binary"),
        CLOSE("close"),
        PING("ping"),
        PONG("pong");

        private final String wireName;

        Opcode(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
