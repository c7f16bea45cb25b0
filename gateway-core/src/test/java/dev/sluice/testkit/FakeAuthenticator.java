package dev.sluice.testkit;

import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Everybody's password is {@value #PASSWORD}; keys and tokens are good if a test has said whose they are. */
public final class FakeAuthenticator implements Authenticator {
    /** The password of every user. */
    public static final String PASSWORD = "secret";

    private final Map<String, Principal> keys = new HashMap<>();
    private final Map<String, Bearer> bearers = new HashMap<>();

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
}
