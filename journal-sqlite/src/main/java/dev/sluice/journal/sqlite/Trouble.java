package dev.sluice.journal.sqlite;

import dev.sluice.device.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that fails again and again until it is over: logged when it begins and when it is over. Used by one thread, but for
 * {@link #health}.
 */
final class Trouble {
    private static final Logger log = LoggerFactory.getLogger(Trouble.class);

    private final String over;
    private volatile String present = "";

    /**
     * None yet.
     *
     * @param over what to say when it is over
     */
    Trouble(String over) {
        this.over = over;
    }

    void begin(Exception problem) {
        if (present.isEmpty()) {
            present = String.valueOf(problem.getMessage());
            log.error("{}", problem.getMessage(), problem);
        }
    }

    void end() {
        if (!present.isEmpty()) {
            present = "";
            log.info("{}", over);
        }
    }

    /** For any thread. Not down: who gets no work any more would never find out that it is over. */
    Health health() {
        String now = present;
        return now.isEmpty() ? Health.UP : Health.degraded(now);
    }
}
