package dev.sluice.biometric;

import dev.sluice.journal.Journal;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replay under way: reads a page, sends it as fast as the peer takes it, reads the next. Live messages and other sessions of
 * the loop have their turn in between. On the session's thread.
 */
final class ReplayRun {
    private static final Logger log = LoggerFactory.getLogger(ReplayRun.class);
    private static final int PAGE = 256;
    private static final int BYTES_AT_ONCE = 32 * 1024;

    private final Session session;
    private final Account account;
    private final long before;
    private final Runnable then;
    private long after;

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
        readPage();
    }

    private void readPage() {
        session.await(account.read(after, before, PAGE), this::onPage);
    }

    private void onPage(@Nullable List<Journal.Entry> page, @Nullable Throwable failure) {
        if (page == null) {
            String problem = failure == null ? "nothing was read" : String.valueOf(failure.getMessage());
            log.warn("session {}: the replay failed: {}", session.id(), problem);
            session.close(CloseCode.INTERNAL_ERROR, "replay failed: " + problem);
        } else if (page.isEmpty()) {
            then.run();
        } else {
            send(page, 0);
        }
    }

    private void send(List<Journal.Entry> page, int from) {
        int next = from;
        for (int bytes = 0; next < page.size() && bytes < BYTES_AT_ONCE; next++) {
            Payload payload = BiometricCodec.dispatch(page.get(next));
            session.send(payload);
            bytes += payload.size();
        }
        after = page.get(next - 1).sequence();
        int rest = next;
        session.whenWritable(rest < page.size() ? () -> send(page, rest) : this::readPage);
    }
}
