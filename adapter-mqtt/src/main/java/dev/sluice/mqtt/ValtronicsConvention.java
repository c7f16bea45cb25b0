package dev.sluice.mqtt;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.Command;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.device.ValueSpec;
import dev.sluice.mqtt.ValtronicsMessage.Alert;
import dev.sluice.mqtt.ValtronicsMessage.Metric;
import dev.sluice.protocol.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Devices that speak as Valtronics' do, in either of its layouts. Nothing describes them: a device is known by its first
 * message, and grows by an attribute with each metric that is new. Confined to the {@link Lane}, except {@link #handle}.
 */
final class ValtronicsConvention implements Convention {
    private static final int MOST_METRICS = 64;
    private static final ValueSpec COMMAND = spec(ValueSpec.Type.TEXT, "", true);
    private static final ValueSpec PARAMETERS = spec(ValueSpec.Type.OBJECT, "", false);
    private static final Map<String, ActionSpec> ACTIONS;

    static {
        Map<String, ValueSpec> arguments = new LinkedHashMap<>();
        arguments.put("command", COMMAND);
        arguments.put("parameters", PARAMETERS);
        ACTIONS = Map.of("command", new ActionSpec(arguments, "Send the device a command"));
    }

    private final String prefix;
    private final Discovered discovered;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Map<String, Known> devices = new HashMap<>();
    private long lastAlert;

    /** What is known of a device. */
    private static final class Known {
        private final Map<String, ValueSpec> metrics = new LinkedHashMap<>();
        private final Map<String, JsonNode> values = new LinkedHashMap<>();
        private Optional<Status> status = Optional.empty();
    }

    ValtronicsConvention(String prefix, Discovered discovered, Outbox outbox, InstantSource clock) {
        this.prefix = prefix;
        this.discovered = discovered;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public List<String> filters() {
        return List.of(
                prefix + "/+/telemetry",
                prefix + "/+/status",
                prefix + "/+/heartbeat",
                prefix + "/+/alert",
                prefix + "/devices/+/telemetry/+",
                prefix + "/devices/+/status/+",
                prefix + "/system/alerts/+");
    }

    @Override
    public void on(Message message) {
        Optional<ValtronicsMessage> read = message.json()
                .flatMap(json -> ValtronicsMessage.read(message.topic().substring(prefix.length() + 1), json));
        if (read.isEmpty()) {
            return;
        }
        ValtronicsMessage said = read.get();
        if (said.metrics().isEmpty() && said.status().isEmpty() && !devices.containsKey(key(said))) {
            return; // an alert of an unknown device
        }
        Known known = devices.get(key(said));
        if (known == null) {
            known = new Known();
            devices.put(key(said), known);
            grow(said, known);
        }
        metrics(said, known);
        if (said.status().isPresent()) {
            known.status = said.status();
            discovered.status(key(said), said.status().get(), "the device says so");
        }
        said.alert().ifPresent(alert -> alert(said, alert));
        if (discovered.device(key(said)).isEmpty()) { // there is no room for it
            devices.remove(key(said));
        }
    }

    private void metrics(ValtronicsMessage said, Known known) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        boolean grown = false;
        for (Metric metric : said.metrics()) {
            if (!known.metrics.containsKey(metric.name()) && known.metrics.size() < MOST_METRICS) {
                known.metrics.put(metric.name(), spec(type(metric.value()), metric.unit(), false));
                grown = true;
            }
            Optional.ofNullable(known.metrics.get(metric.name()))
                    .flatMap(spec -> Conversion.plain(spec).value(metric.value()))
                    .ifPresent(value -> values.put(metric.name(), value));
        }
        if (grown) {
            grow(said, known);
        }
        known.values.putAll(values);
        discovered.device(key(said)).ifPresent(device -> device.report(values, said.time()));
    }

    private void grow(ValtronicsMessage said, Known known) {
        DeviceId id = new DeviceId(said.device());
        DeviceDescriptor descriptor = new DeviceDescriptor(
                id, new Profile("valtronics", known.metrics, ACTIONS), said.device(), known.values);
        boolean second = said.secondLayout();
        discovered.appear(
                key(said),
                new DeviceMapping(descriptor, List.of(), Map.of(), Optional.empty()),
                Optional.of(command -> handle(command, second)));
        known.status.ifPresent(status -> discovered.status(key(said), status, "the device says so"));
    }

    private void alert(ValtronicsMessage said, Alert alert) {
        Instant now = clock.instant();
        lastAlert = Math.max(lastAlert + 1, now.toEpochMilli());
        discovered
                .device(key(said))
                .ifPresent(device -> device.tell(new DeviceEvent.Alert(
                        device.id(),
                        lastAlert,
                        alert.severity(),
                        alert.type(),
                        alert.type(),
                        alert.message(),
                        alert.metadata(), // with the device's own time, as it said it
                        now)));
    }

    /** Carries out a command; any thread. */
    private CompletionStage<Outcome> handle(Command command, boolean second) {
        String name = command.arguments().path("command").asString("");
        JsonNode parameters = command.arguments().path("parameters");
        ObjectNode body = Json.object().put("command", name);
        body.set(second ? "params" : "parameters", parameters.isObject() ? parameters : Json.object());
        body.put("timestamp", clock.instant().toString());
        String device = command.device().value();
        String topic =
                second ? prefix + "/devices/" + device + "/commands/" + name : prefix + "/" + device + "/command";
        if (second && (!Topics.isName(topic) || name.indexOf('/') >= 0)) {
            return CompletableFuture.completedFuture(Outcome.refused(
                    Outcome.Reason.INVALID, "command: found a name with / + or # (expected: none of them)"));
        }
        return outbox.deliver(command.device(), Message.of(topic, body.toString(), false));
    }

    private static String key(ValtronicsMessage said) {
        return "valtronics " + said.device();
    }

    private static ValueSpec.Type type(JsonNode value) {
        return value.isNumber() ? ValueSpec.Type.NUMBER : value.isBoolean() ? ValueSpec.Type.FLAG : ValueSpec.Type.TEXT;
    }

    private static ValueSpec spec(ValueSpec.Type type, String unit, boolean required) {
        return new ValueSpec(type, unit, OptionalDouble.empty(), OptionalDouble.empty(), List.of(), required, "");
    }

    /** How urgent, in Valtronics' words. */
    static Severity severity(String said) {
        return switch (said) {
            case "critical", "error", "high", "emergency" -> Severity.CRITICAL;
            case "warning", "medium" -> Severity.WARNING;
            default -> Severity.INFO;
        };
    }
}
