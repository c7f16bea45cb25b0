package dev.sluice.placeos;

import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Published;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.device.Status;
import dev.sluice.protocol.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/**
 * How much devices log: from the first listener on at level debug, after the last has left as before. That goes for devices
 * with an action {@value #ACTION} and an attribute {@value #ATTRIBUTE}; others say what they say.
 *
 * <p>Safe for use by any thread. One lock keeps orders to a device in the order of what led to them; giving one returns at
 * once, as the bus demands.
 */
final class LogLevels {
    static final String ACTION = "set-log-level";
    static final String ATTRIBUTE = "log-level";

    private static final String LOWERED = "debug";
    private static final String USUAL = "info";

    private final DeviceBus bus;
    private final Scheduler scheduler;
    private final Map<DeviceId, Lowered> lowered = new HashMap<>();

    LogLevels(DeviceBus bus, Scheduler scheduler) {
        this.bus = bus;
        this.scheduler = scheduler;
    }

    /** Lets a device log at level debug until the registration, and every other one for it, is closed. */
    synchronized Registration lower(DeviceId id) {
        Lowered device = lowered.computeIfAbsent(id, Lowered::new);
        device.listeners++;
        if (device.listeners == 1) {
            device.begin();
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                leave(device);
            }
        };
    }

    private synchronized void leave(Lowered device) {
        device.listeners--;
        if (device.listeners == 0) {
            device.end();
        }
    }

    /** A device that is listened to, or that has not yet confirmed that it is as before. */
    private final class Lowered {
        private final DeviceId id;
        private int listeners;
        private Registration arrivals = () -> {};
        private Optional<String> before = Optional.empty();

        Lowered(DeviceId id) {
            this.id = id;
        }

        void begin() {
            arrivals = bus.subscribe(DeviceFilter.of(id).only(Kind.STATUS_CHANGE), this::onStatus);
            lower();
        }

        /** Runs on the publisher's thread, from which the device must not be called. */
        private void onStatus(Published published) {
            if (published.event() instanceof StatusChange change && change.before() == Status.OFFLINE) {
                scheduler.after(Duration.ZERO, this::lower);
            }
        }

        private void lower() {
            synchronized (LogLevels.this) {
                Optional<String> now = level();
                if (listeners == 0 || now.isEmpty()) {
                    return;
                }
                if (before.isEmpty()) {
                    before = now;
                }
                if (!before.equals(Optional.of(LOWERED))) {
                    order(LOWERED);
                }
            }
        }

        void end() {
            arrivals.close();
            if (before.isEmpty() || before.equals(Optional.of(LOWERED))) {
                lowered.remove(id);
            } else {
                order(before.get());
            }
        }

        /** The device's level, if it has one that can be set. */
        private Optional<String> level() {
            return bus.find(id)
                    .filter(device -> device.profile().actions().containsKey(ACTION))
                    .map(LogLevels::level);
        }

        private void order(String level) {
            Command command = new Command(id, ACTION, Json.object().put("level", level), "placeos debug");
            bus.invoke(command).whenComplete((outcome, failure) -> forgetIfOver());
        }

        private void forgetIfOver() {
            synchronized (LogLevels.this) {
                if (listeners == 0) {
                    lowered.remove(id, this);
                }
            }
        }
    }

    private static String level(Device device) {
        return device.value(ATTRIBUTE)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .orElse(USUAL);
    }
}
