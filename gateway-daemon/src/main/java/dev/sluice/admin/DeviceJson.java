package dev.sluice.admin;

import dev.sluice.device.ActionSpec;
import dev.sluice.device.Attribute;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.Profile;
import dev.sluice.device.Published;
import dev.sluice.device.ValueSpec;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Payload;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Devices and what they say, as JSON. Pure. */
final class DeviceJson {
    private DeviceJson() {}

    /** An enum's constant as it is written everywhere here: {@code log-line}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A device in a list. */
    static ObjectNode row(Device device) {
        return Json.object()
                .put("id", device.id().value())
                .put("name", device.name())
                .put("kind", device.kind())
                .put("status", name(device.status()))
                .put("last_seen", device.lastSeen().toString());
    }

    /** A device with its values and its profile. */
    static ObjectNode whole(Device device) {
        ObjectNode json = row(device);
        json.set("attributes", attributes(device.attributes()));
        json.set("profile", profile(device.profile()));
        return json;
    }

    private static ObjectNode attributes(Map<String, Attribute> attributes) {
        ObjectNode json = Json.object();
        attributes.forEach((name, attribute) -> {
            ObjectNode one = json.putObject(name);
            one.set("value", attribute.value());
            if (!attribute.unit().isEmpty()) {
                one.put("unit", attribute.unit());
            }
            one.put("at", attribute.at().toString());
        });
        return json;
    }

    private static ObjectNode profile(Profile profile) {
        ObjectNode json = Json.object().put("kind", profile.kind());
        json.set("attributes", specs(profile.attributes()));
        ObjectNode actions = json.putObject("actions");
        profile.actions().forEach((name, action) -> actions.set(name, action(action)));
        return json;
    }

    private static ObjectNode action(ActionSpec action) {
        ObjectNode json = Json.object().put("description", action.description());
        json.put("clearance", name(action.clearance()));
        json.set("arguments", specs(action.arguments()));
        return json;
    }

    private static ObjectNode specs(Map<String, ValueSpec> specs) {
        ObjectNode json = Json.object();
        specs.forEach((name, spec) -> json.set(name, spec(spec)));
        return json;
    }

    private static ObjectNode spec(ValueSpec spec) {
        ObjectNode json = Json.object().put("type", name(spec.type()));
        if (!spec.unit().isEmpty()) {
            json.put("unit", spec.unit());
        }
        spec.min().ifPresent(min -> json.put("min", min));
        spec.max().ifPresent(max -> json.put("max", max));
        if (!spec.values().isEmpty()) {
            ArrayNode values = json.putArray("values");
            spec.values().forEach(values::add);
        }
        return json.put("required", spec.required()).put("description", spec.description());
    }

    /** An event as a message, built once for all who hear it. */
    static Payload event(Published published) {
        return published.form(DeviceJson.class, p -> Payload.of(event(p.event()).toString()));
    }

    static ObjectNode event(DeviceEvent event) {
        ObjectNode json = Json.object()
                .put("event", name(event.kind()))
                .put("device", event.device().value())
                .put("at", event.at().toString());
        if (event instanceof DeviceEvent.Reading reading) {
            json.set("attributes", attributes(reading.changed()));
        } else if (event instanceof DeviceEvent.StatusChange change) {
            json.put("before", name(change.before()))
                    .put("after", name(change.after()))
                    .put("reason", change.reason());
        } else if (event instanceof DeviceEvent.Alert alert) {
            json.put("id", alert.id())
                    .put("severity", name(alert.severity()))
                    .put("type", alert.type())
                    .put("title", alert.title())
                    .put("message", alert.message());
            json.set("metadata", alert.metadata());
        } else if (event instanceof DeviceEvent.LogLine line) {
            json.put("level", name(line.level())).put("source", line.source()).put("message", line.message());
        }
        return json;
    }
}
