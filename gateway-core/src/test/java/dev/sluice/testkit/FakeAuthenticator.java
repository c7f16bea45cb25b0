package dev.sluice.testkit;

import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Principal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Everybody's password is {@value #PASSWORD}; keys and tokens are good if a test has said whose they are, or if it issued them. */
public final class FakeAuthenticator implements Authenticator {
    /** The password of every user. */
    public static final String PASSWORD = "secret";

    private final Map<String, Principal> keys = new HashMap<>();
    private final Map<String, Bearer> bearers = new HashMap<>();
    private final InstantSource clock;
    private boolean issuing = true;

    /** One whose tokens live on a clock of their own, which stands still. */
    public FakeAuthenticator() {
        this(new ManualScheduler());
    }

    /** @param clock says when tokens that it issues expire */
    public FakeAuthenticator(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on {@code key} is somebody's key. */
    public FakeAuthenticator withKey(String key, Principal owner) {
        keys.put(key, owner);
        return this;
    }

    /** From now on {@code token} speaks for somebody. */
    public FakeAuthenticator withBearer(String token, Bearer bearer) {
        bearers.put(token, bearer);
        return this;
    }

    /** From now on it issues no tokens. */
    public FakeAuthenticator withoutIssuing() {
        issuing = false;
        return this;
    }

    @Override
    public CompletionStage<Optional<Principal>> password(String realm, String user, String password) {
        return CompletableFuture.completedFuture(
                password.equals(PASSWORD) ? Optional.of(new Principal(user)) : Optional.empty());
    }

    @Override
    public CompletionStage<Optional<Principal>> key(String realm, String key) {
        return CompletableFuture.completedFuture(Optional.ofNullable(keys.get(key)));
    }

    @Override
    public CompletionStage<Optional<Bearer>> bearer(String realm, String token) {
        return CompletableFuture.completedFuture(Optional.ofNullable(bearers.get(token)));
    }

    /** A token that is good for any realm, and for ever: only what {@link #bearer} says of it expires. */
    @Override
    public Optional<String> issue(String realm, Principal principal, Duration lifetime) {
        if (!issuing) {
            return Optional.empty();
        }
        String token = "token-" + bearers.size() + "-of-" + principal.name();
        bearers.put(token, new Bearer(principal, clock.instant().plus(lifetime), Map.of()));
        return Optional.of(token);
    }
}
