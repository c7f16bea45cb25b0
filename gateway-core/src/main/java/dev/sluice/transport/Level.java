package dev.sluice.transport;

/** What rises and falls with the sessions of a protocol on a listener; looked at once a second. */
public enum Level {
    /** Events that wait for slow readers, over all sessions. */
    MAILBOX_EVENTS,
    /** Events that wait for the slowest reader. */
    MAILBOX_DEEPEST,
    /** Bytes that wait for slow readers, over all sessions. */
    OUTBOUND_BYTES
}
