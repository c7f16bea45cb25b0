package dev.sluice.device;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Something a device has to say. */
public sealed interface DeviceEvent {
    DeviceId device();

    Instant at();

    Kind kind();

    /** The kinds of events there are, for those who do not want to hear all. */
    enum Kind {
        READING,
        STATUS_CHANGE,
        ALERT,
        LOG_LINE
    }

    /**
     * Attributes have new values. State: the newest value wins, so readings that wait for a slow reader may be merged.
     *
     * @param changed new values by attribute name, at least one; JSON null for one that cannot be measured any more,
     *     which takes it out of the device's snapshot
     */
    record Reading(DeviceId device, Map<String, Attribute> changed, Instant at) implements DeviceEvent {
        @Override
        public Kind kind() {
            return Kind.READING;
        }

        public Reading {
            if (changed.isEmpty()) {
                throw new IllegalArgumentException("reading of " + device + ": no attributes (expected: at least one)");
            }
            changed = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
        }

        /** This reading and a newer one of the same device as one. */
        Reading merge(Reading newer) {
            Map<String, Attribute> both = new LinkedHashMap<>(changed);
            both.putAll(newer.changed);
            return new Reading(device, both, newer.at);
        }
    }

    /**
     * The device's status changed. Never dropped silently.
     *
     * @param reason why, for people; empty where nobody knows
     */
    record StatusChange(DeviceId device, Status before, Status after, String reason, Instant at)
            implements DeviceEvent {
        @Override
        public Kind kind() {
            return Kind.STATUS_CHANGE;
        }
    }

    /**
     * Something a person should know. Never dropped silently.
     *
     * @param id stable number of the alert, positive
     * @param type what kind of alert, for example {@code threshold} or {@code device}
     * @param metadata further facts, a JSON object
     */
    record Alert(
            DeviceId device,
            long id,
            Severity severity,
            String type,
            String title,
            String message,
            JsonNode metadata,
            Instant at)
            implements DeviceEvent {
        @Override
        public Kind kind() {
            return Kind.ALERT;
        }
    }

    /** How urgent an alert is. */
    enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /**
     * A line of the device's own log.
     *
     * @param source the part of the device or its driver that speaks
     */
    record LogLine(DeviceId device, Level level, String source, String message, Instant at) implements DeviceEvent {
        @Override
        public Kind kind() {
            return Kind.LOG_LINE;
        }
    }

    /** How important a log line is, least first. */
    enum Level {
        DEBUG,
        INFO,
        NOTICE,
        WARN,
        ERROR,
        FATAL
    }
}
