package dev.sluice.endrpi;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which device is shown. One that is configured, and no other: driving the pins of a board that nobody named could do harm. If
 * none is, {@value EndrpiConfig#USUAL}; if that is not on the bus, the first other board by id, and that one until it leaves the
 * bus. Shared by all connections; any thread may call it.
 */
final class Shown {
    private static final String PROFILE = "raspberry-pi";

    private final boolean fixed;
    private final DeviceBus bus;
    private volatile DeviceId current;

    /** @param configured the device that the configuration names */
    Shown(Optional<DeviceId> configured, DeviceBus bus) {
        this.fixed = configured.isPresent();
        this.bus = bus;
        this.current = configured.orElse(new DeviceId(EndrpiConfig.USUAL));
    }

    /** The id of the device, whether it is on the bus or not. */
    DeviceId id() {
        return current;
    }

    /** The device, if it is on the bus. */
    Optional<Device> find() {
        Optional<Device> found = bus.find(current);
        return found.isPresent() || fixed ? found : other();
    }

    private Optional<Device> other() {
        Optional<Device> found = bus.list(device -> device.kind().equals(PROFILE)).stream()
                .min(Comparator.comparing(device -> !device.id().value().equals(EndrpiConfig.USUAL)));
        found.ifPresent(device -> current = device.id());
        return found;
    }
}
