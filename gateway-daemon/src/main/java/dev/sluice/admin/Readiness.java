package dev.sluice.admin;

import dev.sluice.device.Health;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Whether the gateway should get work: part by part, each with its reason. Safe for use by any thread. */
public final class Readiness {
    private static final String GATEWAY = "gateway";

    private final Map<String, Supplier<Health>> parts = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile Health gateway = Health.down("starting");

    /** One that is not ready yet. */
    public Readiness() {
        parts.put(GATEWAY, () -> gateway);
    }

    /** @param health must not wait */
    public void add(String part, Supplier<Health> health) {
        parts.put(part, health);
    }

    /** Everything has started. */
    public void started() {
        gateway = Health.UP;
    }

    /** No new work from now on. */
    public void stopping() {
        gateway = Health.down("stopping");
    }

    /** How every part is doing now. */
    public Map<String, Health> parts() {
        Map<String, Health> now = new LinkedHashMap<>();
        synchronized (parts) {
            parts.forEach((part, health) -> now.put(part, health.get()));
        }
        return now;
    }

    /** Whether none is down. */
    public boolean isReady() {
        return parts().values().stream().noneMatch(health -> health.state() == Health.State.DOWN);
    }
}
