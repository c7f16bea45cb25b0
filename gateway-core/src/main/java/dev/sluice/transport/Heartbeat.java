package dev.sluice.transport;

import dev.sluice.device.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether a peer is still there: when it was heard, how many pings it owes, who asks. Used on its session's event loop. */
final class Heartbeat {
    private static final int PINGS_UNANSWERED = 2;

    private final ChannelSession session;
    private final long idleNanos;
    private long heardNanos;
    private int pingsUnanswered;
    private @Nullable List<Probe> probes;

    Heartbeat(ChannelSession session, Duration idle, long nowNanos) {
        this.session = session;
        this.idleNanos = idle.toNanos();
        this.heardNanos = nowNanos;
    }

    /** The peer has said something. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
        pingsUnanswered = 0;
        if (probes != null) {
            List.copyOf(probes).forEach(probe -> answer(probe, true));
        }
    }

    /** The peer has a reason to say nothing. */
    void excuse(long nowNanos) {
        heardNanos = nowNanos;
        pingsUnanswered = 0;
    }

    /** What to do about a peer that says nothing. */
    Advice check(long nowNanos) {
        if (nowNanos - heardNanos < (pingsUnanswered + 1) * idleNanos) {
            return Advice.WAIT;
        }
        if (pingsUnanswered == PINGS_UNANSWERED) {
            return Advice.GIVE_UP;
        }
        pingsUnanswered++;
        return Advice.PING;
    }

    /** Tells {@code then} whether anything is heard in time. */
    void probe(Duration patience, Consumer<Boolean> then) {
        if (probes == null) {
            probes = new ArrayList<>(1);
        }
        Probe probe = new Probe(then);
        probes.add(probe);
        probe.deadline = session.after(patience, () -> answer(probe, false));
    }

    private void answer(Probe probe, boolean alive) {
        if (probes != null && probes.remove(probe)) {
            probe.deadline.close();
            probes = probes.isEmpty() ? null : probes;
            session.guarded(() -> probe.then.accept(alive));
        }
    }

    /** Nobody wants to know any more. */
    void stop() {
        probes = null;
    }

    /** What a silent peer calls for. */
    enum Advice {
        WAIT,
        PING,
        GIVE_UP
    }

    /** Somebody who wants to know whether the peer is there. */
    private static final class Probe {
        private final Consumer<Boolean> then;
        private Registration deadline = () -> {};

        Probe(Consumer<Boolean> then) {
            this.then = then;
        }
    }
}
