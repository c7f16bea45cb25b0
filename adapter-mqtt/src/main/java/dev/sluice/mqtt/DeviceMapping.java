package dev.sluice.mqtt;

import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonPointer;

/**
 * How a device and its topics belong together.
 *
 * @param descriptor the device, with the attributes that are known before anything is heard
 * @param attributes where its attributes come from
 * @param actions where its actions go to, by name
 * @param availability where it says whether it is there
 * @param alerts by attribute and value: what is reason for an alert, and how urgent
 */
record DeviceMapping(
        DeviceDescriptor descriptor,
        List<AttributeSource> attributes,
        Map<String, ActionTarget> actions,
        Optional<Availability> availability,
        Map<String, Map<String, Severity>> alerts) {
    DeviceMapping {
        attributes = List.copyOf(attributes);
        actions = Map.copyOf(actions);
        alerts = Map.copyOf(alerts);
    }

    /** With the usual alerts of its profile. */
    DeviceMapping(
            DeviceDescriptor descriptor,
            List<AttributeSource> attributes,
            Map<String, ActionTarget> actions,
            Optional<Availability> availability) {
        this(descriptor, attributes, actions, availability, ValueAlerts.usual(descriptor.profile()));
    }

    DeviceId id() {
        return descriptor.id();
    }

    /** Whether there is nothing to it. */
    boolean isEmpty() {
        return attributes.isEmpty() && actions.isEmpty();
    }

    /**
     * Where an attribute comes from.
     *
     * @param pointer which value of the JSON on the topic; without one, the payload itself is the value
     * @param time where in the JSON the device's own time is
     */
    record AttributeSource(
            String name,
            String topic,
            Optional<JsonPointer> pointer,
            Conversion conversion,
            Optional<JsonPointer> time) {
        boolean isJson() {
            return pointer.isPresent() || time.isPresent();
        }
    }

    /**
     * Where an action goes to.
     *
     * @param arguments how the arguments are said, by name
     */
    record ActionTarget(String topic, PayloadTemplate payload, Map<String, Conversion> arguments, boolean retained) {
        ActionTarget {
            arguments = Map.copyOf(arguments);
        }
    }

    /**
     * Where a device says whether it is there. What is neither {@code online} nor {@code offline} is ignored.
     *
     * @param pointer which value of the JSON on the topic; without one, the payload itself is the value
     */
    record Availability(String topic, Optional<JsonPointer> pointer, String online, String offline) {}
}
