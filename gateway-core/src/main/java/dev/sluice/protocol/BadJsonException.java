package dev.sluice.protocol;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Text that is not JSON, or JSON that breaks the policy of {@link Json}. The message may be sent to the client. */
public final class BadJsonException extends Exception {
    private static final long serialVersionUID = 1;

    BadJsonException(String message) {
        super(message, null, false, false); // no stack trace: this is ordinary bad input, and it may come fast
    }

    static String describe(JacksonException e) {
        String what = Json.echo(
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not JSON"));
        TokenStreamLocation at = e.getLocation();
        return at == null ? what : what + " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
