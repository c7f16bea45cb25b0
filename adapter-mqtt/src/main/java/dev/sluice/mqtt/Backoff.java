package dev.sluice.mqtt;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before each attempt: twice as long each time up to a limit, and a bit of chance, so that those who lost a
 * broker together do not all come back together. Confined to its owner.
 */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier chance;
    private Duration next;

    /**
     * Begins with {@code first}.
     *
     * @param chance numbers from 0 up to 1
     */
    Backoff(Duration first, Duration longest, DoubleSupplier chance) {
        this.first = first;
        this.longest = longest.compareTo(first) < 0 ? first : longest;
        this.chance = chance;
        this.next = first;
    }

    /** The next wait: between three quarters of it and the whole. */
    Duration next() {
        Duration whole = next;
        Duration doubled = whole.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return Duration.ofMillis((long) (whole.toMillis() * (1 - chance.getAsDouble() / 4)));
    }

    /** It worked: the next failure is the first again. */
    void reset() {
        next = first;
    }
}
