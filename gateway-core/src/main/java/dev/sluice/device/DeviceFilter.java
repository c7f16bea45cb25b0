package dev.sluice.device;

import java.util.Set;

/**
 * Which devices a listener wants to hear.
 *
 * @param devices their ids; empty means every device, also those that come later
 */
public record DeviceFilter(Set<DeviceId> devices) {
    private static final DeviceFilter ALL = new DeviceFilter(Set.of());

    public DeviceFilter {
        devices = Set.copyOf(devices);
    }

    public static DeviceFilter all() {
        return ALL;
    }

    public static DeviceFilter of(DeviceId device) {
        return new DeviceFilter(Set.of(device));
    }

    public boolean isAll() {
        return devices.isEmpty();
    }

    public boolean accepts(DeviceId device) {
        return devices.isEmpty() || devices.contains(device);
    }
}
