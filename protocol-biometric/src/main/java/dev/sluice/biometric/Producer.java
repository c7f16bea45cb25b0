package dev.sluice.biometric;

import dev.sluice.biometric.BiometricMessage.Replay;
import dev.sluice.device.Attribute;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Session;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A user's wearable: what it submits goes into the developer's stream, and shows on the bus. On the session's thread. */
final class Producer implements Role {
    private static final Logger log = LoggerFactory.getLogger(Producer.class);
    private static final Profile WEARABLE = Profile.named(DataType.PROFILE);

    private final Session session;
    private final Account account;
    private final String user;
    private final Place place;
    private final DeviceBus bus;
    private final DeviceId device;
    private final Map<DataType, Submitted> unshown = new EnumMap<>(DataType.class);

    Producer(Session session, Account account, String user, Place place, DeviceBus bus) {
        this.session = session;
        this.account = account;
        this.user = user;
        this.place = place;
        this.bus = bus;
        this.device = account.device(user);
    }

    void enter() {
        account.enter(user, place);
    }

    @Override
    public void submit(Reading reading) {
        Instant now = session.now();
        session.await(account.append(user, reading, now), (sequence, failure) -> {
            if (failure == null) {
                show(reading, now);
            } else {
                log.warn("session {}: a record of user {} was not kept: {}", session.id(), user, failure.getMessage());
                session.close(
                        CloseCode.INTERNAL_ERROR, "not kept: the journal cannot be written now (send it again later)");
            }
        });
    }

    /** For the bus only the newest value of each attribute counts: what comes in one pass of the loop is told at once. */
    private void show(Reading reading, Instant now) {
        DataType.named(reading.type()).ifPresent(type -> {
            boolean first = unshown.isEmpty();
            unshown.put(type, new Submitted(reading, now));
            if (first) {
                session.execute(this::publish);
            }
        });
    }

    private void publish() {
        Map<String, Attribute> changed = new LinkedHashMap<>();
        unshown.forEach((type, submitted) ->
                attribute(type, submitted).ifPresent(attribute -> changed.put(type.attribute(), attribute)));
        unshown.clear();
        if (!changed.isEmpty()) {
            bus.publish(new DeviceEvent.Reading(device, changed, session.now()));
        }
    }

    private Optional<Attribute> attribute(DataType type, Submitted submitted) {
        try {
            return Optional.of(WEARABLE.attribute(type.attribute(), type.value(submitted.reading), submitted.at));
        } catch (IllegalArgumentException e) {
            log.debug("session {}: {} that does not fit the bus", session.id(), type); // the message holds the value
            return Optional.empty();
        }
    }

    @Override
    public void replay(Replay request) {
        session.close(CloseCode.BAD_OP_CODE, OpCode.REPLAY + " is for consumers (expected of a producer: 0, 6)");
    }

    @Override
    public void deviceStatus() {
        // nobody is told
    }

    @Override
    public void leave() {
        place.end();
        account.leave(user, place);
    }

    /** A reading and when it came. */
    private record Submitted(Reading reading, Instant at) {}
}
