package dev.sluice.mqtt;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Status;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Commands on their way to the broker. At most so many at a time; what comes on top is refused, nothing waits. Safe for use
 * by any thread.
 */
final class Outbox {
    private final Link link;
    private final DeviceBus bus;
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * An outbox.
     *
     * @param most how many commands may wait for the broker's acknowledgement
     */
    Outbox(Link link, DeviceBus bus, int most) {
        this.link = link;
        this.bus = bus;
        this.most = most;
    }

    /** Sends a command's message; done only when the broker has acknowledged it. */
    CompletionStage<Outcome> deliver(DeviceId id, Message message) {
        Optional<Device> device = bus.find(id);
        if (!link.isUp()) {
            return refused(Reason.UNAVAILABLE, "device " + id + ": no connection to the MQTT broker");
        }
        if (device.isPresent() && device.get().status() == Status.OFFLINE) {
            return refused(Reason.UNAVAILABLE, "device " + id + " is offline");
        }
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            return refused(Reason.BUSY, "device " + id + ": " + most + " commands already wait for the MQTT broker");
        }
        return link.publish(message).handle((acknowledged, failure) -> {
            underWay.decrementAndGet();
            return failure == null
                    ? Outcome.DONE
                    : Outcome.refused(
                            Reason.UNAVAILABLE,
                            "device " + id + ": the MQTT broker has not acknowledged the command: "
                                    + failure.getMessage());
        });
    }

    private static CompletionStage<Outcome> refused(Reason reason, String detail) {
        return CompletableFuture.completedFuture(Outcome.refused(reason, detail));
    }
}
