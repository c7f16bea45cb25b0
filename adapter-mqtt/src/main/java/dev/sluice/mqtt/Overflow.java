package dev.sluice.mqtt;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts messages that were dropped because too many waited, and tells of the first, the second, the fourth, the eighth … so
 * that the log does not overflow as well. Called by the client's threads.
 */
final class Overflow {
    private static final Logger log = LoggerFactory.getLogger(Overflow.class);

    private final String broker;
    private final AtomicLong dropped = new AtomicLong();

    Overflow(String broker) {
        this.broker = broker;
    }

    void note() {
        long number = dropped.incrementAndGet();
        if (Long.bitCount(number) == 1) {
            log.warn("MQTT broker {}: messages come too fast, {} dropped so far", broker, number);
        }
    }
}
