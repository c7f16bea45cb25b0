package dev.sluice.valtronics;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * When a reading is reason for an alert.
 *
 * @param attribute what it is about, by the name that devices' profiles use
 * @param clear where the alert is over again; empty means as soon as the condition does not hold any more
 * @param title for people
 * @param cooldown least time between two alerts of one device by this rule
 * @param tellsClear whether the end of the condition is an alert, too, of severity info
 * @param devices of which devices
 */
record AlertRule(
        String attribute,
        Operator operator,
        double threshold,
        OptionalDouble clear,
        Severity severity,
        String title,
        Duration cooldown,
        boolean tellsClear,
        Choice<DeviceId> devices) {

    /** How a value is compared with the threshold; the names are those of the maker's alert rules. */
    enum Operator {
        GT(">"),
        GTE(">="),
        LT("<"),
        LTE("<="),
        EQ("="),
        NE("!=");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }

        boolean holds(double value, double threshold) {
            return switch (this) {
                case GT -> value > threshold;
                case GTE -> value >= threshold;
                case LT -> value < threshold;
                case LTE -> value <= threshold;
                case EQ -> value == threshold;
                case NE -> value != threshold;
            };
        }
    }

    boolean holds(double value) {
        return operator.holds(value, threshold);
    }

    /** Whether a value ends an alert that was raised. */
    boolean clears(double value) {
        return !operator.holds(value, clear.orElse(threshold));
    }

    String metric() {
        return Metrics.metric(attribute);
    }

    /** Reads the rules of a list; what is wrong is noted in the configuration. */
    static List<AlertRule> read(List<Config> sections) {
        return sections.stream().flatMap(section -> read(section).stream()).toList();
    }

    private static Optional<AlertRule> read(Config section) {
        String metric = section.text("metric", "");
        Operator operator = section.choice("operator", Operator.GT);
        double threshold = number(section, "threshold");
        double clear = number(section, "clear");
        Severity severity = section.choice("severity", Severity.WARNING);
        String title = section.text("title").orElse(metric + " " + operator.symbol() + " " + threshold);
        Duration cooldown = section.duration("cooldown", Duration.ofMinutes(30), Duration.ZERO, Duration.ofDays(365));
        boolean tellsClear = section.flag("tell-clear", false);
        Choice<DeviceId> devices = devices(section);
        if (metric.isEmpty()) {
            section.reject("metric", "nothing", "the name of a metric, such as temperature");
            return Optional.empty();
        }
        if (Double.isNaN(threshold)) {
            section.reject("threshold", "nothing", "a number");
            return Optional.empty();
        }
        return Optional.of(new AlertRule(
                Metrics.attribute(metric),
                operator,
                threshold,
                Double.isNaN(clear) ? OptionalDouble.empty() : OptionalDouble.of(clear),
                severity,
                title,
                cooldown,
                tellsClear,
                devices));
    }

    private static double number(Config section, String key) {
        return section.number(key, Double.NaN, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    private static Choice<DeviceId> devices(Config section) {
        Set<DeviceId> devices = new HashSet<>();
        for (String id : section.texts("devices", List.of())) {
            if (DeviceId.isValid(id)) {
                devices.add(new DeviceId(id));
            } else {
                section.reject("devices", "'" + id + "'", "ids of devices, such as temperature-1");
            }
        }
        return devices.isEmpty() ? Choice.any() : Choice.of(devices);
    }
}
