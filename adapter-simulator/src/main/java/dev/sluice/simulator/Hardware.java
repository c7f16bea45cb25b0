package dev.sluice.simulator;

import dev.sluice.device.Command;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Level;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * The thing itself, without bus and timer: a state machine that is told what time it is. Only its {@link SimulatedDevice}
 * calls it, one thread at a time.
 */
sealed interface Hardware permits SimulatedValve, SimulatedPi, SimulatedWearable, SimulatedRoomModule, SimulatedSensor {
    /** What it promises; its faults are among the actions. */
    Profile profile();

    /** The values of its attributes at first. */
    Map<String, JsonNode> initial();

    /** Lets time pass until {@code now}. */
    void advance(Instant now);

    /** Carries out one of the profile's actions, except those of {@code device-faults.yaml}. */
    Outcome carryOut(Command command);

    /** What has happened since this was last asked, in order. */
    List<DeviceEvent> news();

    /** Whether it is restarting and cannot be reached. */
    boolean rebooting();

    /** How it is, as far as it is not made unavailable. */
    default Status status() {
        return rebooting() ? Status.MAINTENANCE : Status.ONLINE;
    }

    /** Whether its log has lines of this level now. */
    default boolean logs(Level level) {
        return true;
    }

    /** When it wants to be advanced next; after the time of the last advance. */
    Instant wake();

    /** The profile of a kind of device with the faults that can be simulated. */
    static Profile profile(String kind) {
        return profile(kind, kind);
    }

    /** The profile of a kind of device that has the faults of a group of kinds. */
    static Profile profile(String kind, String faults) {
        return Profile.named(kind)
                .with(faults("device").actions())
                .with(faults(faults).actions());
    }

    /** What can go wrong with a kind of device, or with every {@code device}. */
    static Profile faults(String of) {
        try (InputStream file = Objects.requireNonNull(Hardware.class.getResourceAsStream(of + "-faults.yaml"))) {
            return Profile.read(of, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
