package dev.sluice.linux;

import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;

/** A pin cannot be set up as wanted, but the hardware is there. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Outcome outcome() {
        return Outcome.refused(reason, String.valueOf(getMessage()));
    }
}
