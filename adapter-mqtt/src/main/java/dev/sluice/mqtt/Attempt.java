package dev.sluice.mqtt;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An attempt to connect, as the library reports it. */
final class Attempt {
    private Attempt() {}

    /**
     * The attempt's end as {@link Client#connect} promises it.
     *
     * @param accepted run before anybody else learns that there is a connection
     */
    static CompletionStage<Void> of(CompletableFuture<?> attempt, Runnable accepted) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        attempt.whenComplete((answer, failure) -> {
            if (failure == null) {
                accepted.run();
                result.complete(null);
            } else {
                result.completeExceptionally(Hivemq.connectFailure(failure));
            }
        });
        return result;
    }
}
