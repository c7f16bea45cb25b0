package dev.sluice.device;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An immutable snapshot of one device.
 *
 * @param profile what the device promises: its attributes and actions
 * @param name a name for people
 * @param attributes last values by attribute name; an attribute that was never reported, or last as JSON
 *     null (it cannot be measured now), is absent
 * @param lastSeen when the device last said anything
 */
public record Device(
        DeviceId id, Profile profile, String name, Status status, Map<String, Attribute> attributes, Instant lastSeen) {

    public Device {
        Map<String, Attribute> known = new LinkedHashMap<>(attributes);
        known.values().removeIf(attribute -> attribute.value().isNull());
        attributes = Collections.unmodifiableMap(known);
    }

    /** The name of the device's profile, for example {@code valve}. */
    public String kind() {
        return profile.kind();
    }

    /** The last value of an attribute, or nothing if it is not known. */
    public Optional<JsonNode> value(String attribute) {
        Attribute known = attributes.get(attribute);
        return known == null ? Optional.empty() : Optional.of(known.value());
    }

    /** This device after {@code event}. */
    Device after(DeviceEvent event) {
        if (event instanceof DeviceEvent.Reading reading) {
            Map<String, Attribute> merged = new LinkedHashMap<>(attributes);
            merged.putAll(reading.changed());
            return new Device(id, profile, name, status, merged, event.at());
        }
        Status now = event instanceof DeviceEvent.StatusChange change ? change.after() : status;
        return new Device(id, profile, name, now, attributes, event.at());
    }
}
