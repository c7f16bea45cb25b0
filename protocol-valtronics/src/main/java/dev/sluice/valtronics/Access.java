package dev.sluice.valtronics;

import dev.sluice.device.Registration;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.TooManyGuessesException;
import dev.sluice.valtronics.ValtronicsConfig.AuthConfig;
import dev.sluice.valtronics.ValtronicsMessage.Auth;
import dev.sluice.valtronics.ValtronicsMessage.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Whether one client may come in, and until when. It has a bounded time and a bounded number of attempts to show a token; when
 * the token expires, the connection ends, unless another one was shown before. Used on the session's thread.
 */
final class Access {
    private static final Logger log = LoggerFactory.getLogger(Access.class);
    static final int POLICY = 1008;

    /** A timer is set again after this time, however long a token lasts. */
    private static final Duration LONGEST_TIMER = Duration.ofDays(1);

    private final Session session;
    private final Authenticator authenticator;
    private final AuthConfig config;
    private final Users users;
    private final Outlet outlet;
    private Optional<String> user = Optional.empty();
    private int failures;
    private Registration timer;

    Access(Session session, Authenticator authenticator, AuthConfig config, Users users, Outlet outlet) {
        this.session = session;
        this.authenticator = authenticator;
        this.config = config;
        this.users = users;
        this.outlet = outlet;
        this.timer = session.after(
                config.timeout(),
                () -> session.close(
                        POLICY, "no token within " + config.timeout().toSeconds() + " s"));
    }

    boolean isGranted() {
        return user.isPresent();
    }

    /**
     * Checks a token and answers; nothing else is sent meanwhile.
     *
     * @param then runs after the answer, whatever it is
     */
    void show(Auth auth, Runnable then) {
        if (auth.token().isEmpty()) {
            deny("token: found none (expected: a JWT as a text)");
            then.run();
            return;
        }
        outlet.hold();
        session.await(authenticator.bearer(ValtronicsProvider.NAME, auth.token().get()), (bearer, failure) -> {
            if (failure == null) {
                onChecked(bearer.filter(Access::isForClients));
            } else if (failure instanceof TooManyGuessesException
                    || failure.getCause() instanceof TooManyGuessesException) {
                deny("too many wrong tokens from this address; try again later");
            } else {
                log.warn("session {}: a token could not be checked: {}", session.id(), failure.toString());
                refuse(ErrorCode.UNAVAILABLE, "the token cannot be checked now; try again later");
            }
            outlet.release();
            then.run();
        });
    }

    /** Tokens that only fetch other tokens, and those of devices, open nothing here. */
    static boolean isForClients(Bearer bearer) {
        JsonNode type = bearer.claims().get("type");
        return type == null
                || !(type.asString("").equals("refresh") || type.asString("").equals("device"));
    }

    private void onChecked(Optional<Bearer> bearer) {
        if (bearer.isEmpty() || !session.now().isBefore(bearer.get().expires())) {
            deny("the token is not valid or has expired");
            return;
        }
        String name = bearer.get().principal().name();
        if (!user.equals(Optional.of(name))) {
            if (!users.enter(name)) {
                refuse(ErrorCode.TOO_MANY_CONNECTIONS, "this user has too many connections");
                session.close(POLICY, "too many connections of this user");
                return;
            }
            user.ifPresent(users::leave);
            user = Optional.of(name);
        }
        failures = 0;
        expireAt(bearer.get().expires());
        outlet.answer("auth_response", Optional.empty(), ValtronicsCodec.authenticated(session.now()));
        log.debug("session {} authenticated as {}", session.id(), name);
    }

    private void expireAt(Instant expiry) {
        timer.close();
        Duration left = Duration.between(session.now(), expiry);
        timer = session.after(left.compareTo(LONGEST_TIMER) > 0 ? LONGEST_TIMER : left, () -> {
            if (session.now().isBefore(expiry)) {
                expireAt(expiry);
            } else {
                refuse(ErrorCode.INVALID_TOKEN, "the token has expired");
                session.close(POLICY, "the token has expired");
            }
        });
    }

    private void deny(String message) {
        refuse(ErrorCode.INVALID_TOKEN, message);
        failures++;
        if (failures >= config.attempts()) {
            log.info("session {}: {} tokens were no good", session.id(), failures);
            session.close(POLICY, failures + " attempts to authenticate failed");
        }
    }

    private void refuse(ErrorCode code, String message) {
        outlet.answer(
                "auth_response", Optional.empty(), ValtronicsCodec.notAuthenticated(code, message, session.now()));
    }

    /** The session has ended. */
    void close() {
        user.ifPresent(users::leave);
        user = Optional.empty();
    }
}
