package dev.sluice.biometric;

import dev.sluice.protocol.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A session's place in an account, seen from other sessions: may be used by any thread. */
final class Place implements Account.Occupant {
    private final Session session;
    private final Duration probeTimeout;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    Place(Session session, Duration probeTimeout) {
        this.session = session;
        this.probeTimeout = probeTimeout;
    }

    @Override
    public boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public CompletionStage<Boolean> isAlive() {
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        session.execute(() -> session.probe(probeTimeout, heard::complete));
        return heard.applyToEither(ended, alive -> alive);
    }

    @Override
    public void replaced(String reason) {
        session.execute(() -> session.close(CloseCode.DUPLICATE, reason));
    }

    /** The session has ended: it is not alive, whoever asks. */
    void end() {
        ended.complete(false);
    }
}
