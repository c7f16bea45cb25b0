package dev.sluice.mqtt;

import dev.sluice.device.Command;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Status;
import dev.sluice.mqtt.DeviceMapping.ActionTarget;
import dev.sluice.mqtt.DeviceMapping.AttributeSource;
import dev.sluice.mqtt.DeviceMapping.Availability;
import dev.sluice.mqtt.DeviceMapping.Availability.Sign;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The topics of a device that has been described: by the configuration, or by itself through a convention. Confined to the
 * {@link Lane}, except {@link #handle}.
 */
final class ConfiguredDevice {
    private static final Logger log = LoggerFactory.getLogger(ConfiguredDevice.class);

    private final DeviceMapping mapping;
    private final Complaints complaints;
    private final Outbox outbox;

    ConfiguredDevice(DeviceMapping mapping, Complaints complaints, Outbox outbox) {
        this.mapping = mapping;
        this.complaints = complaints;
        this.outbox = outbox;
    }

    /** What is to be done with a message on each of the device's topics. */
    Map<String, Consumer<Message>> receivers(MqttDevice device) {
        Map<String, Consumer<Message>> receivers = new LinkedHashMap<>();
        mapping.attributes().stream()
                .collect(Collectors.groupingBy(AttributeSource::topic, LinkedHashMap::new, Collectors.toList()))
                .forEach((topic, sources) -> receivers.put(topic, message -> attributes(device, sources, message)));
        mapping.availability().ifPresent(availability -> {
            Map<String, Boolean> said = new HashMap<>(); // by topic
            for (Sign sign : availability.topics()) {
                receivers.merge(
                        sign.topic(),
                        message -> sign(sign, message).ifPresent(online -> {
                            said.put(sign.topic(), online);
                            attendance(device, online, availability, said);
                        }),
                        Consumer::andThen);
            }
        });
        return receivers;
    }

    private void attributes(MqttDevice device, List<AttributeSource> sources, Message message) {
        boolean asJson = sources.stream().anyMatch(AttributeSource::isJson);
        Optional<JsonNode> json = asJson ? message.json() : Optional.empty();
        if (asJson && json.isEmpty()) {
            bad(message, message.payload().length + " bytes that are not JSON", "JSON");
            return;
        }
        Map<Optional<Instant>, Map<String, JsonNode>> byTime = new LinkedHashMap<>();
        boolean fits = true;
        for (AttributeSource source : sources) {
            Read read = read(source, message, json);
            Optional<Instant> time = source.time().flatMap(at -> json.flatMap(node -> Moment.read(node.at(at))));
            read.value().ifPresent(value -> byTime.computeIfAbsent(time, any -> new LinkedHashMap<>())
                    .put(source.name(), value));
            if (read.misfit()) {
                fits = false;
                bad(
                        message,
                        "no such value",
                        source.name() + ": " + source.conversion().spec().expected());
            }
        }
        if (fits) {
            complaints.good(mapping.id().value(), message.topic());
        }
        byTime.forEach((time, values) -> device.report(values, time));
    }

    /**
     * What was found for an attribute.
     *
     * @param misfit whether there was something that is no value of the attribute
     */
    private record Read(Optional<JsonNode> value, boolean misfit) {
        static Read of(Optional<JsonNode> value) {
            return new Read(value, value.isEmpty());
        }
    }

    private static Read read(AttributeSource source, Message message, Optional<JsonNode> json) {
        if (source.pointer().isEmpty()) {
            return Read.of(message.text().flatMap(source.conversion()::value));
        }
        JsonNode found = json.map(node -> node.at(source.pointer().get())).orElseThrow();
        if (found.isMissingNode()) { // not every message says everything
            return new Read(Optional.empty(), false);
        }
        if (found.isNull() && !source.conversion().spec().required()) { // it cannot be measured now
            return new Read(Optional.of(found), false);
        }
        return Read.of(source.conversion().value(found));
    }

    /** Whether a message says that somebody is there; nothing if it says neither. */
    private Optional<Boolean> sign(Sign sign, Message message) {
        Optional<String> said = sign.pointer().isEmpty()
                ? message.text()
                : message.json().map(node -> node.at(sign.pointer().get()).asString(""));
        if (said.filter(sign.online()::equals).isPresent()) {
            return Optional.of(true);
        }
        if (said.isPresent()
                && sign.offline()
                        .filter(offline -> !said.equals(Optional.of(offline)))
                        .isEmpty()) {
            return Optional.of(false);
        }
        bad(message, "something else", sign.online() + " or " + sign.offline().orElse("anything else"));
        return Optional.empty();
    }

    private static void attendance(
            MqttDevice device, boolean latest, Availability availability, Map<String, Boolean> said) {
        boolean online =
                switch (availability.mode()) {
                    case LATEST -> latest;
                    case ALL -> !said.containsValue(false);
                    case ANY -> said.containsValue(true);
                };
        device.status(online ? Status.ONLINE : Status.OFFLINE, online ? "" : "the device's availability topic says so");
    }

    private void bad(Message message, String found, String expected) {
        complaints.bad(mapping.id().value(), message.topic(), found, expected);
    }

    /** Carries out a command; any thread. Done only when the broker has acknowledged the message. */
    CompletionStage<Outcome> handle(Command command) {
        ActionTarget target = mapping.actions().get(command.action());
        if (target == null) {
            return CompletableFuture.completedFuture(Outcome.refused(
                    Reason.UNSUPPORTED,
                    "device " + mapping.id() + ": no topic is known for action '" + command.action()
                            + "' (expected one of: "
                            + String.join(", ", mapping.actions().keySet()) + ")"));
        }
        Map<String, JsonNode> arguments = new LinkedHashMap<>();
        command.arguments()
                .forEachEntry((name, value) -> arguments.put(
                        name,
                        Optional.ofNullable(target.arguments().get(name))
                                .map(conversion -> conversion.said(value))
                                .orElse(value)));
        String payload = target.payload().fill(arguments);
        log.debug("device {}: {} for {} goes to {}", mapping.id(), command.action(), command.issuer(), target.topic());
        return outbox.deliver(mapping.id(), Message.of(target.topic(), payload, target.retained()));
    }
}
