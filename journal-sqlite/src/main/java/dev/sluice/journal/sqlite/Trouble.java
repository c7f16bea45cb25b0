package dev.sluice.journal.sqlite;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that fails again and again until it is over: logged when it begins and when it is over. Used by one thread. */
final class Trouble {
    private static final Logger log = LoggerFactory.getLogger(Trouble.class);

    private final String over;
    private boolean present;

    /**
     * None yet.
     *
     * @param over what to say when it is over
     */
    Trouble(String over) {
        this.over = over;
    }

    void begin(Exception problem) {
        if (!present) {
            present = true;
            log.error("{}", problem.getMessage(), problem);
        }
    }

    void end() {
        if (present) {
            present = false;
            log.info("{}", over);
        }
    }
}
