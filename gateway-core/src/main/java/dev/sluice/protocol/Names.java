package dev.sluice.protocol;

import dev.sluice.device.Device;
import java.util.List;

/** What a protocol calls the devices of the bus, for people who look for one. May be called by any thread; must not block. */
@FunctionalInterface
public interface Names {
    /** None at all. */
    Names NONE = device -> List.of();

    /** The names of a device, empty if the protocol does not show it. */
    List<Name> of(Device device);

    /**
     * One name.
     *
     * @param label what kind of name it is, for example {@code path}
     * @param value as it appears on the wire
     */
    record Name(String label, String value) {}
}
