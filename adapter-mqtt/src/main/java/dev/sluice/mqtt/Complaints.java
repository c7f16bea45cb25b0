package dev.sluice.mqtt;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of messages that do not fit: of each topic the first, then nothing until one fits again. Says nothing of what was in
 * it. Confined to the {@link Lane}.
 */
final class Complaints {
    private static final Logger log = LoggerFactory.getLogger(Complaints.class);
    private static final int MOST = 1000;

    private final Set<String> told = new HashSet<>();

    /** A message does not fit; of more than {@value #MOST} at a time nothing is said. */
    void bad(String about, String topic, String found, String expected) {
        String key = about + ' ' + topic;
        if (told.size() < MOST && told.add(key)) {
            log.warn("{}: on topic {} found {} (expected: {})", about, topic, found, expected);
        }
    }

    void good(String about, String topic) {
        if (!told.isEmpty()) {
            told.remove(about + ' ' + topic);
        }
    }
}
