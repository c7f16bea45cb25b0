package dev.sluice.mqtt;

import dev.sluice.device.DeviceEvent.Alert;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which values of a device's attributes are reason for an alert: when an attribute becomes such a value, not while it is one.
 * Confined to the {@link Lane}.
 */
final class ValueAlerts {
    private final DeviceId device;
    private final Map<String, Map<String, Severity>> severities;
    private final Map<String, String> last = new HashMap<>();
    private long number;

    /** @param severities by attribute and value, as plain text */
    ValueAlerts(DeviceId device, Map<String, Map<String, Severity>> severities) {
        this.device = device;
        this.severities = severities;
    }

    /** What is reason for an alert unless the configuration says otherwise: a valve's leak, as every valve tells it. */
    static Map<String, Map<String, Severity>> usual(Profile profile) {
        return profile.kind().equals("valve")
                ? Map.of("leak", Map.of("small", Severity.WARNING, "major", Severity.CRITICAL))
                : Map.of();
    }

    /** What has to be told after these values. */
    List<Alert> after(Map<String, JsonNode> values, Instant now) {
        List<Alert> alerts = new ArrayList<>();
        severities.forEach((attribute, bad) -> {
            JsonNode value = values.get(attribute);
            if (value != null) {
                String text = value.isString() ? value.stringValue() : value.toString();
                boolean isNews = !text.equals(last.put(attribute, text));
                Optional.ofNullable(bad.get(text))
                        .filter(severity -> isNews)
                        .ifPresent(severity -> alerts.add(alert(attribute, value, text, severity, now)));
            }
        });
        return alerts;
    }

    /** Numbers are times in milliseconds, so that none comes again after a restart. */
    private Alert alert(String attribute, JsonNode value, String text, Severity severity, Instant now) {
        number = Math.max(number + 1, now.toEpochMilli());
        JsonNode facts = Json.object().put("attribute", attribute).set("value", value);
        String title = attribute + ": " + text;
        return new Alert(device, number, severity, "device", title, device + " reports " + title, facts, now);
    }
}
