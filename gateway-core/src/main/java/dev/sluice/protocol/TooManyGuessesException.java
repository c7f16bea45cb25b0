package dev.sluice.protocol;

import java.time.Duration;

/** Nobody looks at credentials from this address for a while: too many of the last ones were wrong. */
public final class TooManyGuessesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    /** @param retryAfter how long to wait */
    public TooManyGuessesException(Duration retryAfter) {
        super("too many wrong credentials from this address", null, false, false);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
