package dev.sluice.daemon;

import dev.sluice.protocol.Principal;
import dev.sluice.protocol.ProtocolProvider.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords against their hashes on a small pool of its own, so that no event loop waits for bcrypt. When too many
 * wait, the check is refused and the client is asked to come again. A right password is remembered for a while (as a keyed
 * digest), so that a thousand reconnecting clients do not cost a thousand hashes. An unknown user costs as much as a known one.
 */
final class Passwords implements AutoCloseable {
    private static final Duration MEMORY = Duration.ofMinutes(5);
    private static final int REMEMBERED = 1000;

    private volatile Map<String, Map<String, Account>> usersByRealm;
    private final BiPredicate<String, String> matches;
    private final String hashOfNobody;
    private final InstantSource clock;
    private final SecretKeySpec key;
    private final ThreadPoolExecutor pool;
    private final Map<String, Instant> remembered = new LinkedHashMap<>();

    /**
     * Users, until they are {@link #replace replaced}.
     *
     * @param accounts by realm; those with keys are passed over
     * @param matches whether a password (first) belongs to a hash: {@link PasswordHash#matches}
     * @param hashOfNobody a hash that is checked when there is no such user
     */
    Passwords(
            Map<String, List<Account>> accounts,
            BiPredicate<String, String> matches,
            String hashOfNobody,
            InstantSource clock) {
        this.usersByRealm = usersByRealm(accounts);
        this.matches = matches;
        this.hashOfNobody = hashOfNobody;
        this.clock = clock;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
        this.pool = Workers.named("sluice-passwords");
    }

    /** Puts other users in place of all there are. */
    void replace(Map<String, List<Account>> accounts) {
        usersByRealm = usersByRealm(accounts);
    }

    private static Map<String, Map<String, Account>> usersByRealm(Map<String, List<Account>> accounts) {
        Map<String, Map<String, Account>> users = new HashMap<>();
        accounts.forEach((realm, list) -> users.put(realm, users(list)));
        return Map.copyOf(users);
    }

    private static Map<String, Account> users(List<Account> accounts) {
        return accounts.stream()
                .filter(account -> account.kind() == Kind.PASSWORD)
                .collect(Collectors.toUnmodifiableMap(
                        Account::user,
                        Function.identity(),
                        (first, second) -> first)); // a second one is told when read
    }

    /** As {@link dev.sluice.protocol.Authenticator#password}. */
    CompletionStage<Optional<Principal>> check(String realm, String user, String password) {
        Optional<Account> account =
                Optional.ofNullable(usersByRealm.getOrDefault(realm, Map.of()).get(user));
        String hash = account.map(Account::hash).orElse(hashOfNobody);
        String digest =
                digest(realm, user, password, hash); // with the hash: it may change, and then so must the password
        if (account.isPresent() && isRemembered(digest)) {
            return CompletableFuture.completedFuture(account.map(Account::principal));
        }
        try {
            return CompletableFuture.supplyAsync(() -> hashed(password, account, digest), pool);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Optional<Principal> hashed(String password, Optional<Account> account, String digest) {
        boolean right = matches.test(password, account.map(Account::hash).orElse(hashOfNobody));
        if (!right || account.isEmpty()) {
            return Optional.empty();
        }
        remember(digest);
        return account.map(Account::principal);
    }

    private synchronized boolean isRemembered(String digest) {
        Instant until = remembered.get(digest);
        return until != null && until.isAfter(clock.instant());
    }

    private synchronized void remember(String digest) {
        remembered.remove(digest); // so that it goes to the end
        if (remembered.size() >= REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
        remembered.put(digest, clock.instant().plus(MEMORY));
    }

    private String digest(String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                mac.update(bytes);
            }
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
