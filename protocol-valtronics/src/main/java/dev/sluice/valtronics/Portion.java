package dev.sluice.valtronics;

import dev.sluice.device.Attribute;
import dev.sluice.protocol.Payload;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of one device that go out together, and the message that they make, built when it is first needed. Shared by all
 * sessions with the same selection: safe for use by any thread.
 */
final class Portion {
    private final long device;
    private final Duration period;
    private final Map<String, Attribute> metrics;
    private final @Nullable Portion newest;
    private volatile @Nullable Payload payload;

    /** What a merge came to last, as long as somebody waits for it: sessions in step ask for the same. */
    private volatile @Nullable WeakReference<Portion> merged;

    /**
     * A portion.
     *
     * @param period least time to the next one of the device
     */
    Portion(long device, Duration period, Map<String, Attribute> metrics) {
        this(device, period, metrics, null);
    }

    private Portion(long device, Duration period, Map<String, Attribute> metrics, @Nullable Portion newest) {
        this.device = device;
        this.period = period;
        this.metrics = metrics;
        this.newest = newest;
    }

    /** Which portions follow one another at a pace of their own. */
    record Key(long device, Duration period) {}

    Key key() {
        return new Key(device, period);
    }

    /** Portions of one event that are alike say the same. */
    record Likeness(Duration period, Set<String> metrics) {}

    Likeness likeness() {
        return new Likeness(period, metrics.keySet());
    }

    boolean isPaced() {
        return !period.isZero();
    }

    Map<String, Attribute> metrics() {
        return metrics;
    }

    /** The latest values of both. */
    Portion merge(Portion newer) {
        WeakReference<Portion> reference = merged;
        Portion known = reference == null ? null : reference.get();
        if (known != null && known.newest == newer) {
            return known;
        }
        Map<String, Attribute> both = new LinkedHashMap<>(metrics);
        both.putAll(newer.metrics);
        Portion made = new Portion(device, period, both, newer);
        merged = new WeakReference<>(made);
        return made;
    }

    /** The message. Two threads may both build it: it comes out the same. */
    Payload payload() {
        Payload known = payload;
        if (known == null) {
            known = ValtronicsCodec.telemetry(device, metrics);
            payload = known;
        }
        return Objects.requireNonNull(known);
    }
}
