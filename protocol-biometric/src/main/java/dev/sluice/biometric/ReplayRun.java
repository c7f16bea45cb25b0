package dev.sluice.biometric;

import dev.sluice.journal.Journal;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replay under way: sends a page as fast as the peer takes it, while the next one is being read. Live messages and other
 * sessions of the loop have their turn in between. On the session's thread.
 */
final class ReplayRun {
    private static final Logger log = LoggerFactory.getLogger(ReplayRun.class);
    private static final int PAGE = 1024;
    private static final int BYTES_AT_ONCE = 32 * 1024;

    private final Session session;
    private final Account account;
    private final long after;
    private final long before;
    private final Runnable then;

    /**
     * A replay that has not begun.
     *
     * @param after exclusive
     * @param before exclusive
     * @param then runs when everything has been sent
     */
    ReplayRun(Session session, Account account, long after, long before, Runnable then) {
        this.session = session;
        this.account = account;
        this.after = after;
        this.before = before;
        this.then = then;
    }

    void start() {
        log.debug("session {}: replay after {} before {}", session.id(), after, before);
        session.await(pageAfter(after), this::onPage);
    }

    private CompletionStage<List<Journal.Entry>> pageAfter(long sequence) {
        return account.read(sequence, before, PAGE);
    }

    private void onPage(@Nullable List<Journal.Entry> page, @Nullable Throwable failure) {
        if (page == null) {
            String problem = failure == null ? "nothing was read" : String.valueOf(failure.getMessage());
            log.warn("session {}: the replay failed: {}", session.id(), problem);
            session.close(CloseCode.INTERNAL_ERROR, "replay failed: the journal cannot be read now (ask again later)");
        } else if (page.isEmpty()) {
            then.run();
        } else {
            send(page, 0, pageAfter(page.get(page.size() - 1).sequence()));
        }
    }

    private void send(List<Journal.Entry> page, int from, CompletionStage<List<Journal.Entry>> nextPage) {
        int next = from;
        for (int bytes = 0; next < page.size() && bytes < BYTES_AT_ONCE; next++) {
            Payload payload = BiometricCodec.dispatch(page.get(next));
            session.send(payload);
            bytes += payload.size();
        }
        int rest = next;
        session.whenWritable(
                rest < page.size() ? () -> send(page, rest, nextPage) : () -> session.await(nextPage, this::onPage));
    }
}
