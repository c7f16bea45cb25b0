package dev.sluice.biometric;

import dev.sluice.biometric.BiometricMessage.Replay;
import dev.sluice.device.Registration;
import dev.sluice.journal.Journal;
import dev.sluice.protocol.Session;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * A developer's application: hears everything of all its users from now on, and on request what was before. On the session's
 * thread.
 */
final class Consumer implements Role {
    /** Further ones end the session: no client asks for so much at once. */
    private static final int MAX_WAITING = 16;

    private final Session session;
    private final Account account;
    private final Place place;
    private final Queue<Replay> waiting = new ArrayDeque<>();
    private Registration following = () -> {};
    private boolean replaying;
    private long last;

    Consumer(Session session, Account account, Place place) {
        this.session = session;
        this.account = account;
        this.place = place;
    }

    /** Begins to hear; the first message comes after this has returned. */
    void listen() {
        Journal.Following begun = account.follow(session.feed(this::dispatch));
        following = begun.registration();
        last = begun.last();
    }

    private void dispatch(Journal.Entry entry) {
        last = entry.sequence();
        session.send(BiometricCodec.dispatch(entry));
    }

    @Override
    public void replay(Replay request) {
        if (waiting.size() == MAX_WAITING) {
            session.close(CloseCode.POLICY, "more than " + MAX_WAITING + " requests to replay wait");
            return;
        }
        // What is not dispatched yet will come by itself: the replay ends where the live messages began.
        long end = Math.min(request.before().orElse(Long.MAX_VALUE), last + 1);
        waiting.add(new Replay(request.after(), OptionalLong.of(end)));
        replayNext();
    }

    private void replayNext() {
        Replay next = replaying ? null : waiting.poll();
        if (next != null) {
            replaying = true;
            new ReplayRun(session, account, next.after(), next.before().orElseThrow(), this::replayed).start();
        }
    }

    private void replayed() {
        replaying = false;
        replayNext();
    }

    @Override
    public void submit(Reading reading) {
        session.close(CloseCode.BAD_OP_CODE, OpCode.SUBMIT + " is for producers (expected of a consumer: 0, 7)");
    }

    @Override
    public void deviceStatus() {
        session.close(CloseCode.BAD_OP_CODE, OpCode.STATUS + " is for producers (expected of a consumer: 0, 7)");
    }

    @Override
    public void leave() {
        place.end();
        account.leave(place);
        following.close();
    }
}
