package dev.sluice.device;

import dev.sluice.device.DeviceEvent.Kind;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a listener wants to hear.
 *
 * @param devices of which devices; empty means every device, also those that come later
 * @param kinds which kinds of their events
 */
public record DeviceFilter(Set<DeviceId> devices, Set<Kind> kinds) {
    private static final DeviceFilter ALL = new DeviceFilter(Set.of(), EnumSet.allOf(Kind.class));

    public DeviceFilter {
        devices = Set.copyOf(devices);
        kinds = Set.copyOf(kinds);
    }

    public static DeviceFilter all() {
        return ALL;
    }

    public static DeviceFilter of(DeviceId... devices) {
        return new DeviceFilter(Set.of(devices), ALL.kinds);
    }

    /** The same devices, but only these kinds of events. */
    public DeviceFilter only(Kind... wanted) {
        return new DeviceFilter(devices, Set.of(wanted));
    }

    /** Whether every device is meant. */
    public boolean isAll() {
        return devices.isEmpty();
    }

    public boolean accepts(DeviceEvent event) {
        return kinds.contains(event.kind()) && (devices.isEmpty() || devices.contains(event.device()));
    }
}
