package dev.sluice.endrpi;

import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Status;
import dev.sluice.protocol.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/** The device behind the protocol, as WebSocket and REST see it alike. Used by any thread. */
final class Board {
    private final DeviceId id;
    private final DeviceBus bus;

    Board(DeviceId id, DeviceBus bus) {
        this.id = id;
        this.bus = bus;
    }

    /** The device, unless it is away. */
    Optional<Device> present() {
        return bus.find(id).filter(device -> device.status() != Status.OFFLINE);
    }

    /** What to say about pins while the device is away. */
    String awayMessage() {
        return "Failed to reach device `" + id + "`";
    }

    /** Why not all of {@code pins} can be read, if so. */
    static Optional<String> unreadable(Device device, List<String> pins) {
        return pins.stream()
                .filter(pin -> device.value(pin).isEmpty())
                .map(pin -> "Failed to read unsupported pin `" + pin + "`")
                .findFirst();
    }

    /** Writes a map of pins that can be read. */
    static void writePins(JsonGenerator out, Device device, List<String> pins) {
        out.writeStartObject();
        for (String pin : pins) {
            out.writeName(pin);
            Pins.write(out, device.value(pin).orElseThrow());
        }
        out.writeEndObject();
    }

    /** The command that sets up pins. */
    Command configure(ObjectNode pins, String issuer) {
        ObjectNode arguments = Json.object();
        arguments.set("pins", pins);
        return new Command(id, "configure-pins", arguments, issuer);
    }

    /** What to say about the outcome of {@link #configure}, if it is an error. */
    static Optional<String> error(Outcome outcome) {
        if (!(outcome instanceof Outcome.Refused refused)) {
            return Optional.empty();
        }
        return Optional.of(
                refused.reason() == Outcome.Reason.INVALID
                        ? Pins.NOT_VALID
                        : "Failed to update pin configuration: " + refused.detail());
    }
}
