package dev.sluice.protocol;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A WebSocket address of a protocol. Every method is called on the event loop of the connection that asks, and must not
 * block.
 *
 * <p>A handshake is for the first endpoint of the listener whose path matches and that recognises it; if none does, for the
 * first whose path matches, so that it can say what is missing. Then {@link #authenticate} finds out who asks, unless a
 * ticket has told already, and {@link #admit} decides.
 */
public interface Endpoint {
    PathPattern path();

    /** Whether this handshake, whose path matches, looks like one of this protocol: only needed where a path is shared. */
    default boolean recognises(Request handshake) {
        return true;
    }

    /** Who asks. While the stage is open nothing more is read from the connection. */
    CompletionStage<Authentication> authenticate(Request handshake);

    /** Takes the connection or refuses it. */
    Admission admit(Request handshake, Principal principal);

    /** What the transport enforces. */
    Limits limits();

    /**
     * What clients are told to keep to: less than {@link #limits} where the protocol itself answers what goes beyond it, before
     * the transport ends the connection.
     */
    default Limits promised() {
        return limits();
    }

    /** Origins of web pages that may connect, besides those that the listener admits, such as {@code https://panel.example}. */
    default List<String> origins() {
        return List.of();
    }

    /**
     * Whether messages may be compressed (permessage-deflate) for clients that offer it. What a message takes once restored is
     * bounded by {@link Limits#messageBytes} like any other.
     */
    default boolean compresses() {
        return false;
    }
}
