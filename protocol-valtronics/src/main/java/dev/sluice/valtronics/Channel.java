package dev.sluice.valtronics;

import dev.sluice.device.DeviceEvent;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be subscribed to: the names in {@code channel}. */
enum Channel {
    TELEMETRY("telemetry", "device_telemetry", "telemetry_update"),
    ALERTS("alerts", "notifications", "alert"),
    DEVICES("devices", "device_status", "device_status_update"),
    SYSTEM("system", "system_status", "system_status_update");

    private final String wire;
    private final String alias;
    private final String message;
    private final Optional<Channel> itself = Optional.of(this);

    /**
     * A channel.
     *
     * @param alias what other pages of the maker, or the message's type, suggest as its name
     * @param message the type of the messages that go over it
     */
    Channel(String wire, String alias, String message) {
        this.wire = wire;
        this.alias = alias;
        this.message = message;
    }

    String wire() {
        return wire;
    }

    /** This one, for who may have none: each delivery asks for it. */
    Optional<Channel> itself() {
        return itself;
    }

    /** Another name for it. */
    String alias() {
        return alias;
    }

    String message() {
        return message;
    }

    /** What of a device goes over it; empty for the one that is about the gateway. */
    Optional<DeviceEvent.Kind> event() {
        return switch (this) {
            case TELEMETRY -> Optional.of(DeviceEvent.Kind.READING);
            case ALERTS -> Optional.of(DeviceEvent.Kind.ALERT);
            case DEVICES -> Optional.of(DeviceEvent.Kind.STATUS_CHANGE);
            case SYSTEM -> Optional.empty();
        };
    }

    /** The fields of filters that mean something on it. */
    Set<String> filters() {
        return switch (this) {
            case TELEMETRY -> Set.of("device_id", "metrics", "frequency");
            case ALERTS -> Set.of("device_id", "severity", "alert_type");
            case DEVICES -> Set.of("device_id", "status_types");
            case SYSTEM -> Set.of("metrics", "frequency");
        };
    }

    static Optional<Channel> named(String name) {
        return Arrays.stream(values())
                .filter(channel -> channel.wire.equals(name) || channel.alias.equals(name))
                .findFirst();
    }

    /** The channels' own names, for messages. */
    static String all() {
        return Arrays.stream(values()).map(Channel::wire).collect(Collectors.joining(", "));
    }
}
