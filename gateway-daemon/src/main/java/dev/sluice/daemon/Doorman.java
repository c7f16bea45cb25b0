package dev.sluice.daemon;

import dev.sluice.device.Scheduler;
import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Principal;
import dev.sluice.transport.GuessLimit;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Asks whoever knows: passwords, keys and tokens each have somebody of their own. Safe for use by any thread. */
final class Doorman implements Authenticator, AutoCloseable {
    private final Passwords passwords;
    private volatile ApiKeys keys;
    private final Bearers bearers;
    private final GuessLimit guesses;

    Doorman(Passwords passwords, ApiKeys keys, Bearers bearers, GuessLimit guesses) {
        this.passwords = passwords;
        this.keys = keys;
        this.bearers = bearers;
        this.guesses = guesses;
    }

    /**
     * One for these accounts, until they are replaced.
     *
     * @param accounts by protocol
     * @param dataDirectory where the secret of tokens is, or will be
     * @param guesses who has to wait
     */
    static Doorman open(
            Map<String, List<Account>> accounts,
            TokenConfig tokens,
            Path dataDirectory,
            Scheduler scheduler,
            GuessLimit guesses)
            throws StartException {
        Bearers bearers = Bearers.open(tokens, dataDirectory, scheduler);
        Passwords passwords = new Passwords(accounts, PasswordHash::matches, PasswordHash.OF_NOBODY, scheduler);
        return new Doorman(passwords, new ApiKeys(accounts), bearers, guesses);
    }

    /** Puts other accounts in place of all there are; who is in stays in. */
    void replace(Map<String, List<Account>> accounts) {
        passwords.replace(accounts);
        keys = new ApiKeys(accounts);
    }

    @Override
    public Authenticator from(InetAddress client) {
        return new At(this, client);
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

    /** As those at one address find him. */
    private record At(Doorman doorman, InetAddress client) implements Authenticator {
        @Override
        public <T> Optional<T> look(Supplier<Optional<T>> find) {
            return doorman.guesses.look(client, find);
        }

        @Override
        public CompletionStage<Optional<Principal>> password(String realm, String user, String password) {
            return doorman.guesses.judge(client, () -> doorman.password(realm, user, password));
        }

        @Override
        public CompletionStage<Optional<Principal>> key(String realm, String key) {
            return doorman.guesses.judge(client, () -> doorman.key(realm, key));
        }

        @Override
        public CompletionStage<Optional<Bearer>> bearer(String realm, String token) {
            return doorman.guesses.judge(client, () -> doorman.bearer(realm, token));
        }

        @Override
        public Optional<String> issue(String realm, Principal principal, Duration lifetime) {
            return doorman.issue(realm, principal, lifetime);
        }
    }
}
