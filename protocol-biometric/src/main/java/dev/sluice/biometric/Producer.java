package dev.sluice.biometric;

import dev.sluice.biometric.BiometricMessage.Replay;
import dev.sluice.device.Attribute;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Session;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

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
                session.close(CloseCode.INTERNAL_ERROR, "not kept: " + failure.getMessage());
            }
        });
    }

    private void show(Reading reading, Instant now) {
        DataType.named(reading.type()).ifPresent(type -> publish(type, type.value(reading), now));
    }

    private void publish(DataType type, JsonNode value, Instant now) {
        try {
            Attribute attribute = WEARABLE.attribute(type.attribute(), value, now);
            bus.publish(new DeviceEvent.Reading(device, Map.of(type.attribute(), attribute), now));
        } catch (IllegalArgumentException e) {
            log.debug("session {}: not for the bus: {}", session.id(), e.getMessage());
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
}
