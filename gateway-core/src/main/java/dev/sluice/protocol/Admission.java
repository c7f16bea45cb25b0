package dev.sluice.protocol;

import java.util.Optional;

/** Whether an endpoint takes a connection. */
public sealed interface Admission {
    /**
     * Taken.
     *
     * @param handler gets this connection's messages
     * @param subprotocol the one chosen of those the client offered, if any
     */
    record Accepted(SessionHandler handler, Optional<String> subprotocol) implements Admission {}

    /** Refused with an HTTP response instead of an upgrade. */
    record Refused(Response response) implements Admission {}

    static Admission accepted(SessionHandler handler) {
        return new Accepted(handler, Optional.empty());
    }

    static Admission refused(Response response) {
        return new Refused(response);
    }
}
