package dev.sluice.mqtt;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the broker has still to answer. When the connection goes, all of it fails: nobody waits for an answer that cannot
 * come, and nothing is sent again behind the back of whoever asked. Safe for use by any thread.
 */
@SuppressWarnings("CollectionUndefinedEquality") // the very same future is meant
final class Pending {
    private final Set<CompletableFuture<Void>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean lost;

    /** The same answer, but failed when the connection is lost first. */
    CompletableFuture<Void> track(CompletableFuture<?> answer) {
        CompletableFuture<Void> tracked = new CompletableFuture<>();
        open.add(tracked);
        answer.whenComplete((value, failure) -> {
            open.remove(tracked);
            if (failure == null) {
                tracked.complete(null);
            } else {
                tracked.completeExceptionally(new IllegalStateException(Hivemq.describe(failure)));
            }
        });
        if (lost) { // it may have been added after the others were failed
            fail(tracked);
        }
        return tracked;
    }

    /** The connection is gone. */
    void fail() {
        lost = true;
        open.forEach(Pending::fail);
        open.clear();
    }

    private static void fail(CompletableFuture<Void> answer) {
        answer.completeExceptionally(new IllegalStateException("the connection to the broker was lost"));
    }
}
