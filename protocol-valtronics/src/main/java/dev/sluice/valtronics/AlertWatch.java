package dev.sluice.valtronics;

import dev.sluice.device.Attribute;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.protocol.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Holds readings against the rules, once for all clients. Hears of a reading on its publisher's thread, where nothing may be
 * published: alerts go out on the scheduler's. Of each device and rule at most one alert is on, so nothing piles up there.
 */
final class AlertWatch {
    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Map<String, List<AlertRule>> rules;
    private final Map<Key, State> states = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    AlertWatch(List<AlertRule> rules, DeviceBus bus, Scheduler scheduler) {
        this.rules = rules.stream().collect(Collectors.groupingBy(AlertRule::attribute));
        this.bus = bus;
        this.scheduler = scheduler;
    }

    /** Begins to watch; closing what is returned ends it. */
    Registration start() {
        return bus.subscribe(DeviceFilter.all().only(Kind.READING), this::onEvent);
    }

    private void onEvent(Published published) {
        if (published.event() instanceof Reading reading) {
            reading.changed().forEach((name, attribute) -> {
                if (attribute.value().isNumber()) {
                    rules.getOrDefault(name, List.of()).forEach(rule -> check(rule, reading.device(), attribute));
                }
            });
        }
    }

    /** Called for one reading of a device at a time: the bus sees to that. */
    private void check(AlertRule rule, DeviceId device, Attribute attribute) {
        if (!rule.devices().accepts(device)) {
            return;
        }
        double value = attribute.value().asDouble(0);
        Key key = new Key(device, rule);
        State state = states.getOrDefault(key, State.QUIET);
        Instant now = scheduler.instant();
        if (state.on() && rule.clears(value)) {
            states.put(key, new State(false, state.raised()));
            if (rule.tellsClear()) {
                tell(rule, device, attribute, Severity.INFO, "Over: " + rule.title(), now);
            }
        } else if (!state.on() && rule.holds(value) && isCool(rule, state, now)) {
            states.put(key, new State(true, now));
            tell(rule, device, attribute, rule.severity(), rule.title(), now);
        }
    }

    private static boolean isCool(AlertRule rule, State state, Instant now) {
        Duration since = Duration.between(state.raised(), now);
        return since.isNegative() || since.compareTo(rule.cooldown()) >= 0;
    }

    private void tell(
            AlertRule rule, DeviceId device, Attribute attribute, Severity severity, String title, Instant now) {
        String unit = Metrics.unit(attribute.unit());
        String message = rule.metric() + " is " + quantity(attribute.value(), unit) + " (threshold: "
                + rule.operator().symbol() + " " + quantity(rule.threshold(), unit) + ")";
        JsonNode facts = Json.object()
                .put("attribute", rule.attribute())
                .put("unit", attribute.unit())
                .put("threshold-value", rule.threshold())
                .put("actual-value", attribute.value().asDouble(0));
        Alert alert = new Alert(device, count.incrementAndGet(), severity, "threshold", title, message, facts, now);
        scheduler.after(Duration.ZERO, () -> bus.publish(alert));
    }

    private static String quantity(Object value, String unit) {
        return (value + " " + unit).strip();
    }

    private record Key(DeviceId device, AlertRule rule) {}

    /**
     * How a rule stands with a device.
     *
     * @param on whether an alert has been raised and is not over
     * @param raised when the last one was
     */
    private record State(boolean on, Instant raised) {
        private static final State QUIET = new State(false, Instant.EPOCH);
    }
}
