package dev.sluice.endrpi;

import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.device.Status;
import dev.sluice.endrpi.EndrpiRequest.PinUpdate;
import dev.sluice.protocol.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The device behind the protocol, as WebSocket and REST see it alike. Used by any thread. */
final class Board {
    private final Shown shown;
    private final DeviceBus bus;

    Board(Shown shown, DeviceBus bus) {
        this.shown = shown;
        this.bus = bus;
    }

    /** The device, unless it is away. */
    Optional<Device> present() {
        return shown.find().filter(device -> device.status() != Status.OFFLINE);
    }

    /** What to say about pins while the device is away. */
    String awayMessage() {
        return "Failed to reach device `" + shown.id() + "`";
    }

    /** Why not all of {@code pins} can be read, if so. */
    static Optional<String> unreadable(Device device, List<String> pins) {
        return pins.stream()
                .filter(pin -> !has(device, pin))
                .map(Board::unsupported)
                .findFirst();
    }

    private static boolean has(Device device, String pin) {
        return device.value(pin).filter(Pins::isReport).isPresent();
    }

    private static String unsupported(String pin) {
        return "Failed to read unsupported pin `" + pin + "`";
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

    /**
     * Sets up pins.
     *
     * @param issuer who asks, for the log
     * @return why not all of them are set up, if so; may complete on any thread
     */
    CompletionStage<Optional<String>> configure(PinUpdate update, String issuer) {
        Optional<Device> device = present();
        if (device.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of(awayMessage()));
        }
        PinUpdate possible = possible(update, device.get());
        if (possible.pins().isEmpty()) {
            return CompletableFuture.completedFuture(possible.error());
        }
        ObjectNode arguments = Json.object();
        arguments.set("pins", possible.pins());
        return bus.invoke(new Command(device.get().id(), "configure-pins", arguments, issuer))
                .thenApply(outcome -> error(outcome).or(possible::error));
    }

    /** An update up to the first pin that the board lacks. */
    private static PinUpdate possible(PinUpdate update, Device device) {
        ObjectNode pins = Json.object();
        for (Map.Entry<String, JsonNode> pin : update.pins().properties()) {
            if (!has(device, pin.getKey())) {
                return new PinUpdate(pins, Optional.of(unsupported(pin.getKey())));
            }
            pins.set(pin.getKey(), pin.getValue());
        }
        return update;
    }

    private static Optional<String> error(Outcome outcome) {
        if (!(outcome instanceof Outcome.Refused refused)) {
            return Optional.empty();
        }
        return Optional.of(
                refused.reason() == Outcome.Reason.INVALID
                        ? Pins.NOT_VALID
                        : "Failed to update pin configuration: " + refused.detail());
    }
}
