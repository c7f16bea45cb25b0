package dev.sluice.transport;

/** What is counted of the sessions of a protocol on a listener; each only grows. */
public enum Count {
    /** Handshakes that became sessions. */
    OPENED,
    ENDED,
    MESSAGES_IN,
    /** Bytes of messages as they came, without frames. */
    BYTES_IN,
    MESSAGES_OUT,
    /** Bytes of messages as they went, compressed if they were, without frames. */
    BYTES_OUT,
    /** Events that were merged into one that waited for a slow reader already. */
    EVENTS_MERGED,
    /** Events that a slow reader has not got because its session was closed: those that waited, and the one too many. */
    EVENTS_GIVEN_UP,
    /** Sessions closed with 1013, or dropped, because their peer did not read. */
    TOO_SLOW,
    /** Sessions closed because they sent more than they may. */
    TOO_FAST,
    /** Sessions ended because their peer answered no ping. */
    GONE,
    /** Sessions closed because the peer broke a rule of WebSocket. */
    VIOLATIONS,
    /** Sessions closed with 1011 because their protocol failed. */
    FAILED
}
