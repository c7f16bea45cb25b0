package dev.sluice.journal;

/** The journal cannot do what it was asked to do. The message says why, for people. */
public final class JournalException extends Exception {
    private static final long serialVersionUID = 1;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
