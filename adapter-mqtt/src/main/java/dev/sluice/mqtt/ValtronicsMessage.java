package dev.sluice.mqtt;

import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A message of a Valtronics device. Pure.
 *
 * @param secondLayout whether the topic is {@code devices/ID/…} and not {@code ID/…}
 * @param time the device's own time
 */
record ValtronicsMessage(
        String device,
        boolean secondLayout,
        List<Metric> metrics,
        Optional<Status> status,
        Optional<Alert> alert,
        Optional<Instant> time) {
    private static final int MOST_METRICS = 64;

    /** A measured value. */
    record Metric(String name, JsonNode value, String unit) {}

    /** Something a person should know. */
    record Alert(Severity severity, String type, String message, JsonNode metadata) {}

    /**
     * Reads a message; nothing if it is none.
     *
     * @param topic without the prefix
     */
    static Optional<ValtronicsMessage> read(String topic, JsonNode body) {
        String[] levels = topic.split("/", -1);
        boolean second = levels.length == 4 && levels[0].equals("devices");
        boolean system = levels.length == 3 && levels[0].equals("system");
        String device = system ? body.path("device_id").asString("") : levels[second ? 1 : 0];
        if (!DeviceId.isValid(device) || !body.isObject()) {
            return Optional.empty();
        }
        String kind = system ? "alert" : levels[second ? 2 : 1];
        boolean isAlert = kind.equals("alert") || (kind.equals("status") && body.has("severity"));
        return Optional.of(new ValtronicsMessage(
                device,
                second,
                kind.equals("telemetry") ? metrics(body, second ? levels[3] : "") : List.of(),
                status(kind, body, second ? levels[3] : ""),
                isAlert ? Optional.of(alert(body, system ? levels[2] : "info")) : Optional.empty(),
                Moment.read(body.path("timestamp"))));
    }

    private static List<Metric> metrics(JsonNode body, String named) {
        if (!named.isEmpty()) {
            return metric(body, named).stream().toList();
        }
        List<Metric> metrics = new ArrayList<>();
        if (body.path("metrics").isArray()) {
            for (JsonNode metric : body.path("metrics")) {
                if (metrics.size() < MOST_METRICS) {
                    metric(metric, metric.path("name").asString("")).ifPresent(metrics::add);
                }
            }
            return metrics;
        }
        return metric(body, body.path("name").asString("")).stream().toList();
    }

    private static Optional<Metric> metric(JsonNode node, String name) {
        JsonNode value = node.path("value");
        boolean good = DeviceId.isValid(name) && value.isValueNode() && !value.isNull();
        return good
                ? Optional.of(new Metric(
                        name, value, HomieDescription.unit(node.path("unit").asString(""))))
                : Optional.empty();
    }

    private static Optional<Status> status(String kind, JsonNode body, String named) {
        if (!kind.equals("status") && !kind.equals("heartbeat")) {
            return Optional.empty();
        }
        String fallback = kind.equals("heartbeat") ? "online" : named;
        return switch (body.path("status").asString(fallback)) {
            case "online" -> Optional.of(Status.ONLINE);
            case "offline" -> Optional.of(Status.OFFLINE);
            case "error" -> Optional.of(Status.ERROR);
            case "warning" -> Optional.of(Status.WARNING);
            case "maintenance" -> Optional.of(Status.MAINTENANCE);
            default -> Optional.empty();
        };
    }

    private static Alert alert(JsonNode body, String severity) {
        return new Alert(
                ValtronicsConvention.severity(body.path("severity").asString(severity)),
                body.path("type").asString("device"),
                body.path("message").asString(""),
                body);
    }
}
