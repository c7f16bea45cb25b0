package dev.sluice.valtronics;

import java.time.Duration;
import java.time.Instant;

/** Counts one client's messages by the second. Used on the session's thread. */
final class MessageRate {
    private static final Duration WINDOW = Duration.ofSeconds(1);

    /** For so many seconds in a row a client may send too much. */
    private static final int PATIENCE = 10;

    private final int limit;
    private Instant begin = Instant.MIN;
    private int count;
    private int excessive;

    /**
     * A rate.
     *
     * @param limit messages a second, 0 for no limit
     */
    MessageRate(int limit) {
        this.limit = limit;
    }

    /** What to do with a message. */
    enum Verdict {
        TAKE,
        /** Too many: tell the client, once a second. */
        REFUSE,
        /** Too many, and the client knows. */
        DROP,
        /** Too many for too long. */
        CLOSE
    }

    Verdict next(Instant now) {
        if (limit == 0) {
            return Verdict.TAKE;
        }
        if (now.isBefore(begin) || !now.isBefore(begin.equals(Instant.MIN) ? now : begin.plus(WINDOW))) {
            excessive = count > limit && now.isBefore(begin.plus(WINDOW.multipliedBy(2))) ? excessive : 0;
            begin = now;
            count = 0;
        }
        count++;
        if (count <= limit) {
            return Verdict.TAKE;
        }
        if (count > limit + 1) {
            return Verdict.DROP;
        }
        excessive++;
        return excessive > PATIENCE ? Verdict.CLOSE : Verdict.REFUSE;
    }
}
