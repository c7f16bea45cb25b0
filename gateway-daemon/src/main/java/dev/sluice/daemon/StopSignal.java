package dev.sluice.daemon;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the process: politely at the first signal, at once at the second, and at the deadline in any case. Called by the
 * threads of signals and of the virtual machine's shutdown.
 */
final class StopSignal {
    private static final Logger log = LoggerFactory.getLogger(StopSignal.class);
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final int BY_SIGNAL = 128;

    private final Gateway gateway;
    private final Duration deadline;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    StopSignal(Gateway gateway, Duration deadline) {
        this.gateway = gateway;
        this.deadline = deadline;
    }

    /** From now on signals stop the gateway. Where they cannot be heard, the first does so by way of the JVM. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "sluice-stop"));
        Signals.listen("TERM", () -> signalled(SIGTERM));
        Signals.listenUnlessIgnored("INT", () -> signalled(SIGINT));
    }

    private void signalled(int signal) {
        if (begun.getAndSet(true)) {
            log.warn("a second signal: stopping at once");
            Runtime.getRuntime().halt(BY_SIGNAL + signal);
        }
        System.exit(0);
    }

    /** Ends the process with 0: having been asked to stop is no failure, though the JVM would say so. */
    private void close() {
        begun.set(true);
        Thread closing = new Thread(this::closeGateway, "sluice-close");
        closing.start();
        Runtime.getRuntime().halt(isClosedInTime() ? 0 : 1);
    }

    private void closeGateway() {
        gateway.close();
        closed.countDown();
    }

    private boolean isClosedInTime() {
        try {
            if (closed.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.error("not stopped within {} s, ending all the same", deadline.toSeconds());
        return false;
    }
}
