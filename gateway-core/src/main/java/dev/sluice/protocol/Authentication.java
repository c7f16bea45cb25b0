package dev.sluice.protocol;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether a client has shown who it is. */
public sealed interface Authentication {
    record Granted(Principal principal) implements Authentication {}

    /** Not shown; {@code response} ends the handshake, for example with 401 and a challenge. */
    record Denied(Response response) implements Authentication {}

    static CompletionStage<Authentication> granted(Principal principal) {
        return CompletableFuture.completedFuture(new Granted(principal));
    }

    static CompletionStage<Authentication> denied(Response response) {
        return CompletableFuture.completedFuture(new Denied(response));
    }
}
