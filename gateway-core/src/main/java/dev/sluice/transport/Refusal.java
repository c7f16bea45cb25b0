package dev.sluice.transport;

import java.util.Locale;

/** Why a connection or a handshake came to nothing. */
public enum Refusal {
    /** Not HTTP as it should be: too long, badly encoded, a shape of request smuggling. */
    MALFORMED,
    /** The request did not come in time. */
    DEADLINE,
    /** No TLS on a TLS port, or none that both sides know. */
    TLS,
    /** An address that is not admitted. */
    ADDRESS,
    /** A handshake that breaks the rules of WebSocket. */
    HANDSHAKE,
    /** A page of an origin that is not admitted. */
    ORIGIN,
    /** No endpoint at that path. */
    PATH,
    /** Missing or wrong credentials. */
    CREDENTIALS,
    /** Credentials that nobody looked at, since too many from that address were wrong. */
    GUESSING,
    /** The endpoint said no. */
    ADMISSION,
    /** As many connections as there may be. */
    FULL,
    /** The gateway has too much to do, or is going. */
    OVERLOADED,
    /** No answer in time from whoever had to decide. */
    TIMEOUT,
    /** Something failed on our side. */
    FAILED;

    /** What it is called in logs and metrics, for example {@code credentials}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
