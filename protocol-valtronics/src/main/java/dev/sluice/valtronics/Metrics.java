package dev.sluice.valtronics;

import dev.sluice.device.Attribute;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.device.ValueSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Attributes of devices as metrics, and back. Pure: any thread may call it. */
final class Metrics {
    /** Units that this protocol writes differently from our profiles. */
    private static final Map<String, String> WIRE_UNITS = Map.of("C", "°C", "F", "°F", "ug/m3", "μg/m³");

    /** Spellings that devices use for units, beside those of this protocol. */
    private static final Map<String, String> UNIT_SPELLINGS =
            Map.of("°C", "C", "celsius", "C", "°F", "F", "fahrenheit", "F", "percent", "%");

    private Metrics() {}

    /** Whether a kind of device has anything to measure: only those take part. */
    static boolean has(Profile profile) {
        return profile.attributes().values().stream()
                .anyMatch(spec -> spec.type() == ValueSpec.Type.NUMBER || spec.type() == ValueSpec.Type.INTEGER);
    }

    /** The numbers among attributes, by name of the metric. */
    static Map<String, Attribute> of(Map<String, Attribute> attributes) {
        Map<String, Attribute> metrics = new LinkedHashMap<>();
        attributes.forEach((name, attribute) -> {
            if (attribute.value().isNumber()) {
                metrics.put(metric(name), attribute);
            }
        });
        return metrics;
    }

    static String metric(String attribute) {
        return attribute.replace('-', '_');
    }

    static String attribute(String metric) {
        return metric.replace('_', '-');
    }

    static String unit(String ofProfile) {
        return WIRE_UNITS.getOrDefault(ofProfile, ofProfile);
    }

    static String profileUnit(String given) {
        return UNIT_SPELLINGS.getOrDefault(given, given);
    }

    /** When a device last said something before, or with, a change of status: one that goes offline says nothing then. */
    static Instant lastSeen(Device device, StatusChange change) {
        if (change.after() != Status.OFFLINE) {
            return change.at();
        }
        return device.attributes().values().stream()
                .map(Attribute::at)
                .filter(at -> !at.isAfter(change.at()))
                .max(Instant::compareTo)
                .orElse(change.at());
    }
}
