package dev.sluice.mqtt;

import dev.sluice.device.Attribute;
import dev.sluice.device.CommandHandler;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Registration;
import dev.sluice.device.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * One device on the bus. It is there as soon as all attributes that its profile requires are known, and online while the
 * broker is connected and nobody has said that the device is away. Confined to the {@link Lane}.
 */
final class MqttDevice implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MqttDevice.class);

    /** Why a device is offline until the first attempt to connect has ended. */
    static final String NOT_YET = "not connected to the MQTT broker yet";

    private final DeviceDescriptor descriptor;
    private final CommandHandler owner;
    private final DeviceBus bus;
    private final InstantSource clock;
    private final ValueAlerts alerts;
    private final Map<String, JsonNode> known;

    private Optional<Registration> registration = Optional.empty();
    private Optional<String> linkProblem = Optional.of(NOT_YET);
    private Status said = Status.ONLINE;
    private String saidReason = "";
    private Status told = Status.ONLINE;
    private String toldReason = "";

    /**
     * A device that is not on the bus yet.
     *
     * @param mapping with the attributes that are known before anything is heard
     */
    MqttDevice(DeviceMapping mapping, CommandHandler owner, DeviceBus bus, InstantSource clock) {
        this.descriptor = mapping.descriptor();
        this.alerts = new ValueAlerts(mapping.id(), mapping.alerts());
        this.owner = owner;
        this.bus = bus;
        this.clock = clock;
        this.known = new LinkedHashMap<>(descriptor.initial());
    }

    DeviceId id() {
        return descriptor.id();
    }

    /**
     * Goes on the bus if enough is known.
     *
     * @throws IllegalArgumentException if the id is taken
     */
    void open() {
        if (registration.isPresent() || !complete()) {
            return;
        }
        DeviceDescriptor now = new DeviceDescriptor(id(), descriptor.profile(), descriptor.name(), known);
        registration = Optional.of(bus.register(now, owner));
        told = Status.ONLINE;
        tellStatus();
        alerts.after(known, clock.instant()).forEach(this::tell);
    }

    void linkUp() {
        linkProblem = Optional.empty();
        tellStatus();
    }

    void linkDown(String reason) {
        linkProblem = Optional.of(reason);
        tellStatus();
    }

    /** What is said of the device's status. */
    void status(Status status, String reason) {
        said = status;
        saidReason = reason;
        tellStatus();
    }

    /**
     * New values, which must fit the profile.
     *
     * @param measured the device's own time
     */
    void report(Map<String, JsonNode> values, Optional<Instant> measured) {
        if (values.isEmpty()) {
            return;
        }
        if (registration.isEmpty()) {
            known.putAll(values);
            tryOpen();
            if (registration.isEmpty() || measured.isEmpty()) {
                return;
            }
        }
        tellReading(values, measured);
        alerts.after(values, clock.instant()).forEach(this::tell);
    }

    private void tellReading(Map<String, JsonNode> values, Optional<Instant> measured) {
        Instant now = clock.instant();
        Map<String, Attribute> changed = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> changed.put(name, descriptor.profile().attribute(name, value, measured.orElse(now))));
        bus.publish(new DeviceEvent.Reading(id(), changed, now));
    }

    /** Something else that the device says, if it is on the bus. */
    void tell(DeviceEvent event) {
        if (registration.isPresent()) {
            bus.publish(event);
        }
    }

    /** How it is. */
    private Status now() {
        return linkProblem.isPresent() ? Status.OFFLINE : said;
    }

    private void tryOpen() {
        try {
            open();
        } catch (IllegalArgumentException e) { // somebody else has the id; there is nobody to tell but the log
            log.debug("device {} stays away: {}", id(), e.getMessage());
        }
    }

    private boolean complete() {
        return descriptor.profile().attributes().entrySet().stream()
                .allMatch(entry -> !entry.getValue().required() || known.containsKey(entry.getKey()));
    }

    private void tellStatus() {
        Status now = now();
        String reason = linkProblem.orElse(saidReason);
        boolean knowsWhyNow = toldReason.equals(NOT_YET) && !reason.equals(NOT_YET);
        if (registration.isEmpty() || (now == told && !knowsWhyNow)) {
            return;
        }
        bus.publish(new DeviceEvent.StatusChange(id(), told, now, reason, clock.instant()));
        told = now;
        toldReason = reason;
    }

    /** Leaves the bus. */
    @Override
    public void close() {
        registration.ifPresent(Registration::close);
        registration = Optional.empty();
    }
}
