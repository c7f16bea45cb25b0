package dev.sluice.valtronics;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts requests of devices that speak HTTP, each by itself. Knows a bounded number of devices: when full, the one that asked
 * least recently is forgotten. Safe for use by any thread.
 */
final class DeviceRate {
    private static final int DEVICES = 10_000;

    private final int perSecond;
    private final Map<String, MessageRate> rates = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A rate.
     *
     * @param perSecond 0 for no limit
     */
    DeviceRate(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Counts a request; false if it is one too many. */
    synchronized boolean takes(String device, Instant now) {
        boolean taken =
                rates.computeIfAbsent(device, d -> new MessageRate(perSecond)).next(now) == MessageRate.Verdict.TAKE;
        forgetOne();
        return taken;
    }

    private void forgetOne() {
        if (rates.size() > DEVICES) {
            Iterator<String> oldest = rates.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
