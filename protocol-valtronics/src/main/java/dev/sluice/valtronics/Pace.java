package dev.sluice.valtronics;

import dev.sluice.device.Registration;
import dev.sluice.protocol.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets at most one thing through in a period: the first at once, those that come too early as one when the period is over.
 * Used on the session's thread.
 */
final class Pace<T> {
    private final Session session;
    private final Duration period;
    private final BinaryOperator<T> merge;
    private final Consumer<T> out;
    private Instant last = Instant.MIN;
    private @Nullable T waiting;
    private Registration timer = () -> {};

    /**
     * A pace.
     *
     * @param merge makes one of an older and a newer
     * @param out gets what is let through
     */
    Pace(Session session, Duration period, BinaryOperator<T> merge, Consumer<T> out) {
        this.session = session;
        this.period = period;
        this.merge = merge;
        this.out = out;
    }

    void offer(T item) {
        if (waiting != null) {
            waiting = merge.apply(waiting, item);
            return;
        }
        Instant now = session.now();
        Instant due = last.equals(Instant.MIN) ? now : last.plus(period);
        if (!now.isBefore(due) || now.isBefore(last)) { // a clock that was set back must not silence anybody
            let(item);
        } else {
            waiting = item;
            timer = session.after(Duration.between(now, due), this::letWaiting);
        }
    }

    private void letWaiting() {
        T item = waiting;
        waiting = null;
        if (item != null) {
            let(item);
        }
    }

    private void let(T item) {
        last = session.now();
        out.accept(item);
    }

    /** Changes what waits, or drops it. */
    void revise(Function<T, Optional<T>> change) {
        if (waiting != null) {
            waiting = change.apply(waiting).orElse(null);
            if (waiting == null) {
                timer.close();
            }
        }
    }

    void close() {
        revise(item -> Optional.empty());
    }
}
