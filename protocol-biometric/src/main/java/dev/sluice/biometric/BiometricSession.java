package dev.sluice.biometric;

import dev.sluice.biometric.BiometricMessage.Beat;
import dev.sluice.biometric.BiometricMessage.DeviceStatus;
import dev.sluice.biometric.BiometricMessage.Identify;
import dev.sluice.biometric.BiometricMessage.Replay;
import dev.sluice.biometric.BiometricMessage.Submit;
import dev.sluice.biometric.BiometricMessage.Wrong;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.Registration;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import dev.sluice.protocol.TooManyGuessesException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a producer or a consumer. Called on the connection's event loop. */
final class BiometricSession implements SessionHandler {
    private static final Logger log = LoggerFactory.getLogger(BiometricSession.class);
    private static final Payload READY = BiometricCodec.ready();

    /** What all sessions share. */
    record House(BiometricConfig config, Tokens tokens, Accounts accounts, DeviceBus bus) {}

    private final House house;
    private final Authenticator authenticator;
    private Session session;
    private Heartbeat heartbeat;
    private Registration identifyDeadline = () -> {};
    private Runnable onEnd = () -> {};
    private boolean identified;
    private @Nullable Role role;

    /**
     * A session.
     *
     * @param authenticator for the client's address
     */
    @SuppressWarnings("NullAway.Init") // the rest comes with onOpen, which is called before anything else
    BiometricSession(House house, Authenticator authenticator) {
        this.house = house;
        this.authenticator = authenticator;
    }

    @Override
    public void onOpen(Session opened) {
        session = opened;
        heartbeat = new Heartbeat(session, house.config().heartbeatInterval());
        heartbeat.start();
        long patience = house.config().identifyTimeout().toMillis();
        identifyDeadline = session.after(
                house.config().identifyTimeout(),
                () -> session.close(CloseCode.NOT_IDENTIFIED, "no IDENTIFY within " + patience + " ms"));
    }

    @Override
    public void onText(Text text) {
        BiometricMessage message = BiometricCodec.read(text);
        if (message instanceof Beat) {
            heartbeat.beat();
        } else if (message instanceof Wrong wrong) {
            session.close(wrong.closeCode(), wrong.reason());
        } else if (message instanceof Identify identify) {
            identify(identify);
        } else if (role == null) {
            session.close(CloseCode.NOT_IDENTIFIED, "not identified (expected: IDENTIFY, then wait for READY)");
        } else {
            pass(message, role);
        }
    }

    private static void pass(BiometricMessage message, Role role) {
        if (message instanceof Submit submit) {
            role.submit(submit.reading());
        } else if (message instanceof Replay replay) {
            role.replay(replay);
        } else if (message instanceof DeviceStatus) {
            role.deviceStatus();
        }
    }

    @Override
    public void onBinary(Binary message) {
        session.close(CloseCode.UNSUPPORTED_DATA, "binary message of " + message.length() + " bytes (expected: text)");
    }

    @Override
    public void onClose(int code, String reason) {
        onEnd.run();
    }

    // ---- identification

    private void identify(Identify identify) {
        if (identified) {
            session.close(CloseCode.IDENTIFIED_TWICE, "IDENTIFY a second time");
            return;
        }
        try {
            identify(identify, authenticator.look(() -> house.tokens().find(identify.token())));
        } catch (TooManyGuessesException e) {
            session.close(CloseCode.BAD_TOKEN, "too many wrong tokens from this address; try again later");
        }
    }

    private void identify(Identify identify, Optional<Grant> grant) {
        if (grant.isEmpty()) {
            session.close(CloseCode.BAD_TOKEN, "the token is unknown, used or expired");
        } else if (grant.get().type() != identify.type()) {
            session.close(
                    CloseCode.BAD_TOKEN,
                    "type: found " + identify.type() + " (expected: "
                            + grant.get().type() + ", which the token is for)");
        } else {
            identified = true;
            identifyDeadline.close();
            accept(grant.get(), house.tokens().use(identify.token()));
        }
    }

    /**
     * Finds a place for the client.
     *
     * @param giveBack makes the token good again: it is used up only if there is a place
     */
    private void accept(Grant grant, Runnable giveBack) {
        Account account = house.accounts().of(grant.developer());
        Place place = new Place(session, house.config().probeTimeout());
        if (grant.user().isPresent()) {
            Producer producer = new Producer(session, account, grant.user().get(), place, house.bus());
            producer.enter();
            begin(producer, grant);
            return;
        }
        Consumer consumer = new Consumer(session, account, place);
        if (account.enter(place)) {
            begin(consumer, grant);
            consumer.listen();
        } else {
            replaceOneThatIsGone(account, place, consumer, grant, giveBack);
        }
    }

    private void replaceOneThatIsGone(Account account, Place place, Consumer consumer, Grant grant, Runnable giveBack) {
        onEnd = consumer::leave;
        session.await(account.replaceOneThatIsGone(place), (hasPlace, failure) -> {
            if (Boolean.TRUE.equals(hasPlace)) {
                begin(consumer, grant);
                consumer.listen();
            } else {
                giveBack.run();
                session.close(
                        CloseCode.DUPLICATE,
                        "found " + house.config().consumers() + " consumers of this developer (expected: fewer)");
            }
        });
    }

    private void begin(Role begun, Grant grant) {
        log.debug(
                "session {} identified: developer {}, user {}",
                session.id(),
                grant.developer(),
                grant.user().orElse("none, a consumer"));
        role = begun;
        onEnd = begun::leave;
        session.send(READY);
    }
}
