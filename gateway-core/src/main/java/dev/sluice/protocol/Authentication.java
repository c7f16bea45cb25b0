package dev.sluice.protocol;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether a client has shown who it is. */
public sealed interface Authentication {
    /**
     * Shown.
     *
     * @param until the session ends with close 1008 then: the credentials were good no longer
     */
    record Granted(Principal principal, Instant until) implements Authentication {
        /** For as long as the session lasts. */
        public Granted(Principal principal) {
            this(principal, Instant.MAX);
        }
    }

    /** Not shown; {@code response} ends the handshake, for example with 401 and a challenge. */
    record Denied(Response response) implements Authentication {}

    static CompletionStage<Authentication> granted(Principal principal) {
        return CompletableFuture.completedFuture(new Granted(principal));
    }

    static CompletionStage<Authentication> denied(Response response) {
        return CompletableFuture.completedFuture(new Denied(response));
    }
}
