package dev.sluice.transport;

/** A listener cannot be opened. The message is one line for people: which listener, what was found, what was expected. */
public final class ListenException extends Exception {
    private static final long serialVersionUID = 1;

    ListenException(String message) {
        super(message);
    }
}
