package dev.sluice.protocol;

/**
 * A protocol's side of one connection. Called by one thread only, the connection's event loop, so it needs no locks; it must
 * not block. {@link #onOpen} comes first, {@link #onClose} last, each exactly once. An exception closes this session with
 * 1011 and touches no other.
 */
public interface SessionHandler {
    void onOpen(Session session);

    /**
     * A whole text message, valid UTF-8.
     *
     * @param text only valid during the call
     */
    void onText(Text text);

    /**
     * A whole binary message. Few protocols define one; each has its answer.
     *
     * @param message only valid during the call
     */
    void onBinary(Binary message);

    /**
     * The connection has ended.
     *
     * @param code the close code that either side sent first, 1005 if the peer's frame had none, 1006 if there was no frame
     */
    void onClose(int code, String reason);
}
