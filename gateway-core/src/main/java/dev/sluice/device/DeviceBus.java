package dev.sluice.device;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Where devices, those who own them and those who use them meet. Every method may be called by any thread. */
public interface DeviceBus {
    Optional<Device> find(DeviceId id);

    /** Snapshots of the devices that {@code filter} accepts, ordered by id. */
    List<Device> list(Predicate<Device> filter);

    /**
     * Puts a device on the bus; listeners hear a status change from offline to online.
     *
     * @return closing it takes the device off again; listeners hear a status change to offline
     * @throws IllegalArgumentException if the id is taken, or the initial values do not fit the profile
     */
    Registration register(DeviceDescriptor descriptor, CommandHandler owner);

    /**
     * Tells listeners what a device said; called by its owner, in the order in which things happened. Never blocks. An
     * event of a device that is not registered is dropped: its owner has just closed the registration.
     *
     * @throws IllegalArgumentException if a reading does not fit the device's profile
     */
    void publish(DeviceEvent event);

    /**
     * Hands every event of the devices in {@code filter} to {@code listener}, in order per device, on the publisher's
     * thread. The listener must not block and must not publish.
     */
    Registration subscribe(DeviceFilter filter, Consumer<Published> listener);

    /**
     * Asks a device to act. The stage always completes normally: with {@link Outcome.Reason#TIMEOUT} at the latest. It
     * may complete on any thread.
     */
    CompletionStage<Outcome> invoke(Command command);
}
