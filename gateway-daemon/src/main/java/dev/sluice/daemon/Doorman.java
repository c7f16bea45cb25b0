package dev.sluice.daemon;

import dev.sluice.device.Scheduler;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks whoever knows: passwords, keys and tokens each have somebody of their own. Safe for use by any thread. */
final class Doorman implements Authenticator, AutoCloseable {
    private final Passwords passwords;
    private volatile ApiKeys keys;
    private final Bearers bearers;

    Doorman(Passwords passwords, ApiKeys keys, Bearers bearers) {
        this.passwords = passwords;
        this.keys = keys;
        this.bearers = bearers;
    }

    /**
     * One for these accounts, until they are replaced.
     *
     * @param accounts by protocol
     * @param dataDirectory where the secret of tokens is, or will be
     */
    static Doorman open(
            Map<String, List<Account>> accounts, TokenConfig tokens, Path dataDirectory, Scheduler scheduler)
            throws StartException {
        Bearers bearers = Bearers.open(tokens, dataDirectory, scheduler);
        Passwords passwords = new Passwords(accounts, PasswordHash::matches, PasswordHash.OF_NOBODY, scheduler);
        return new Doorman(passwords, new ApiKeys(accounts), bearers);
    }

    /** Puts other accounts in place of all there are; who is in stays in. */
    void replace(Map<String, List<Account>> accounts) {
        passwords.replace(accounts);
        keys = new ApiKeys(accounts);
    }

    @Override
    public CompletionStage<Optional<Principal>> password(String realm, String user, String password) {
        return passwords.check(realm, user, password);
    }

    @Override
    public CompletionStage<Optional<Principal>> key(String realm, String key) {
        return CompletableFuture.completedFuture(keys.owner(realm, key));
    }

    @Override
    public CompletionStage<Optional<Bearer>> bearer(String realm, String token) {
        return bearers.check(realm, token);
    }

    @Override
    public Optional<String> issue(String realm, Principal principal, Duration lifetime) {
        return bearers.issue(realm, principal, lifetime);
    }

    @Override
    public void close() {
        passwords.close();
        bearers.close();
    }
}
