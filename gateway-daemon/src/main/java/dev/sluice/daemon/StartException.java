package dev.sluice.daemon;

/** The daemon cannot start. The message is for people: what was found, what was expected. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message);
    }
}
