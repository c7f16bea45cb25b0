package dev.sluice.biometric;

import dev.sluice.device.Registration;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import java.time.Duration;

/** Greets a client, answers its heartbeats, and ends the session when they stay away. On the session's thread. */
final class Heartbeat {
    private static final Payload ACK = BiometricCodec.heartbeatAck();

    private final Session session;
    private final Duration interval;
    private Registration deadline = () -> {};

    Heartbeat(Session session, Duration interval) {
        this.session = session;
        this.interval = interval;
    }

    void start() {
        session.send(BiometricCodec.hello(interval.toMillis()));
        await();
    }

    void beat() {
        session.send(ACK);
        await();
    }

    /** Clients' timers are late by milliseconds, and some beat at an interval of their own: half of it is added. */
    private void await() {
        deadline.close();
        Duration patience = interval.multipliedBy(3).dividedBy(2);
        deadline = session.after(
                patience,
                () -> session.close(CloseCode.NO_HEARTBEAT, "no heartbeat within " + patience.toMillis() + " ms"));
    }
}
