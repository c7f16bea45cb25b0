package dev.sluice.biometric;

import dev.sluice.device.CommandHandler;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import dev.sluice.device.Registration;
import dev.sluice.journal.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One developer: the stream of all its users' data, who consumes it, who produces. Safe for use by any thread; the lock is held
 * for moments only.
 */
final class Account {
    private static final Logger log = LoggerFactory.getLogger(Account.class);
    private static final Profile WEARABLE = Profile.named(DataType.PROFILE);
    private static final CommandHandler NO_COMMANDS = command ->
            CompletableFuture.completedFuture(Outcome.refused(Reason.UNSUPPORTED, "a wearable takes no commands"));

    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._-]");

    private final String developer;
    private final String stream;
    private final int maxConsumers;
    private final Journal journal;
    private final DeviceBus bus;
    private final Set<DeviceId> ours;
    private final String devicePrefix;
    private final List<Occupant> consumers = new ArrayList<>();
    private final Map<String, Seat> producers = new HashMap<>();
    private volatile boolean wanted;

    /**
     * A developer's account.
     *
     * @param ours where the devices that this account puts on the bus are kept
     */
    Account(String developer, int maxConsumers, Journal journal, DeviceBus bus, Set<DeviceId> ours) {
        this.developer = developer;
        this.stream = BiometricProvider.NAME + "/" + developer;
        this.maxConsumers = maxConsumers;
        this.journal = journal;
        this.bus = bus;
        this.ours = ours;
        this.devicePrefix = NOT_IN_A_NAME.matcher(developer).replaceAll("_") + ":";
    }

    /** A connection that has a place here. */
    interface Occupant {
        boolean hasEnded();

        /** Finds out whether the client is still there; false if the connection has ended. */
        CompletionStage<Boolean> isAlive();

        /** Ends the connection because another one takes its place; called by any thread. */
        void replaced(String reason);
    }

    // ---- the stream

    /** Adds a reading to the stream. */
    CompletionStage<Long> append(String user, Reading reading, Instant now) {
        return journal.append(stream, reading.record(user, now));
    }

    CompletionStage<List<Journal.Entry>> read(long after, long before, int limit) {
        return journal.read(stream, after, before, limit);
    }

    Journal.Following follow(Consumer<List<Journal.Entry>> listener) {
        return journal.follow(stream, listener);
    }

    /** Whether anybody has ever consumed this stream: before, what devices say need not be kept. */
    boolean isWanted() {
        wanted = wanted || journal.last(stream) > 0;
        return wanted;
    }

    // ---- consumers

    /** Gives a consumer a place, if there is one. */
    synchronized boolean enter(Occupant consumer) {
        if (consumers.size() >= maxConsumers || consumer.hasEnded()) {
            return false;
        }
        consumers.add(consumer);
        wanted = true;
        return true;
    }

    /**
     * Gives a consumer the place of one that is gone without having said so: a client that lost its network must not keep
     * itself out. Those who are here are all asked, and the first that does not answer has to go. Meanwhile somebody may leave.
     *
     * @return whether there is a place now
     */
    CompletionStage<Boolean> replaceOneThatIsGone(Occupant newcomer) {
        List<Occupant> present;
        synchronized (this) {
            present = List.copyOf(consumers);
        }
        List<CompletableFuture<Boolean>> attempts = present.stream()
                .map(occupant -> occupant.isAlive().thenApply(alive -> !alive && replace(occupant, newcomer)))
                .map(CompletionStage::toCompletableFuture)
                .toList();
        return CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                .thenApply(all -> attempts.stream().anyMatch(CompletableFuture::join) || enter(newcomer));
    }

    private boolean replace(Occupant gone, Occupant newcomer) {
        synchronized (this) {
            if (consumers.contains(newcomer)) {
                return true;
            }
            consumers.remove(gone);
            if (!enter(newcomer)) {
                return false;
            }
        }
        gone.replaced("gone, and replaced by a new connection of this developer");
        return true;
    }

    synchronized void leave(Occupant consumer) {
        consumers.remove(consumer);
    }

    // ---- producers

    /** The device that a user is on the bus while it is connected. */
    DeviceId device(String user) {
        return new DeviceId(devicePrefix + user);
    }

    /** Lets a user produce, and puts it on the bus as a device. An older connection of the same user has to go. */
    void enter(String user, Occupant producer) {
        Optional<Seat> older;
        synchronized (this) {
            older = Optional.ofNullable(producers.remove(user));
            older.ifPresent(seat -> seat.device.close());
            producers.put(user, new Seat(producer, register(user)));
        }
        older.ifPresent(seat -> seat.producer.replaced("replaced by a newer connection of user " + user));
    }

    synchronized void leave(String user, Occupant producer) {
        Seat seat = producers.get(user);
        if (seat != null && seat.producer == producer) {
            producers.remove(user);
            seat.device.close();
        }
    }

    private Registration register(String user) {
        DeviceId id = device(user);
        ours.add(id);
        try {
            Registration device =
                    bus.register(new DeviceDescriptor(id, WEARABLE, "Wearable of " + user, Map.of()), NO_COMMANDS);
            return () -> {
                device.close();
                ours.remove(id);
            };
        } catch (IllegalArgumentException e) {
            ours.remove(id);
            log.warn("user {} of developer {} is not on the bus: {}", user, developer, e.getMessage());
            return () -> {};
        }
    }

    /** A producer and its device. */
    private record Seat(Occupant producer, Registration device) {}
}
