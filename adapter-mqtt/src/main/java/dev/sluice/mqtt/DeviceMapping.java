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
     * Where a device, and whatever it hangs on, says whether it is there.
     *
     * @param topics at least one
     */
    record Availability(List<Sign> topics, Mode mode) {
        Availability {
            topics = List.copyOf(topics);
        }

        /** On one topic. */
        static Availability of(Sign sign) {
            return new Availability(List.of(sign), Mode.LATEST);
        }

        /** Which of several topics count. */
        enum Mode {
            /** What was said last. */
            LATEST,
            /** All must say that they are there. */
            ALL,
            /** One is enough. */
            ANY
        }

        /**
         * A topic with a sign of life. What is neither {@code online} nor {@code offline} is ignored.
         *
         * @param pointer which value of the JSON on the topic; without one, the payload itself is the value
         * @param offline if left out, all that is not {@code online}
         */
        record Sign(String topic, Optional<JsonPointer> pointer, String online, Optional<String> offline) {}
    }
}
