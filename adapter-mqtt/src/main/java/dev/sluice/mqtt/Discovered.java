package dev.sluice.mqtt;

import dev.sluice.device.CommandHandler;
import dev.sluice.device.Status;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices that conventions have found, at most so many; more are ignored. Confined to the {@link Lane}. */
final class Discovered {
    private static final Logger log = LoggerFactory.getLogger(Discovered.class);

    private final int most;
    private final Devices devices;
    private boolean full;

    Discovered(int most, Devices devices) {
        this.most = most;
        this.devices = devices;
    }

    /** A device as its topics are described. */
    void appear(String key, DeviceMapping mapping) {
        appear(key, mapping, Optional.empty());
    }

    /**
     * A device, or one that has changed.
     *
     * @param key what the convention calls it
     * @param owner who carries out its commands, where the mapping's actions do not say
     */
    void appear(String key, DeviceMapping mapping, Optional<CommandHandler> owner) {
        if (devices.has(key, mapping)) {
            return;
        }
        if (devices.find(key).isEmpty() && devices.size() >= most) {
            if (!full) {
                full = true;
                log.warn(
                        "device {} and further ones are ignored: {} are known (expected: at most that)",
                        mapping.id(),
                        most);
            }
            return;
        }
        try {
            devices.put(key, mapping, owner);
            log.info("device {} found: {}", mapping.id(), mapping.descriptor().name());
        } catch (IllegalArgumentException e) {
            log.warn("device {} is ignored: {}", mapping.id(), e.getMessage());
        }
    }

    /** A device that is no more. */
    void vanish(String key) {
        devices.remove(key);
        full = full && devices.size() >= most;
    }

    Optional<MqttDevice> device(String key) {
        return devices.find(key);
    }

    /** What is said of a device's status. */
    void status(String key, Status status, String reason) {
        device(key).ifPresent(device -> device.status(status, reason));
    }
}
