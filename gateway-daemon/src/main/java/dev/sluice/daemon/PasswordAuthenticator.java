package dev.sluice.daemon;

import dev.sluice.protocol.Authenticator;
import dev.sluice.protocol.Principal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords against their hashes on a small pool of its own, so that no event loop waits for bcrypt. When too many
 * wait, the check is refused and the client is asked to come again. A right password is remembered for a while (as a keyed
 * digest), so that a thousand reconnecting clients do not cost a thousand hashes. An unknown user costs as much as a known one.
 */
final class PasswordAuthenticator implements Authenticator, AutoCloseable {
    private static final Duration MEMORY = Duration.ofMinutes(5);
    private static final int REMEMBERED = 1000;
    private static final int WAITING = 256;
    private static final int THREADS = 2;

    private final Map<String, Map<String, String>> hashesByRealm;
    private final BiPredicate<String, String> matches;
    private final String hashOfNobody;
    private final InstantSource clock;
    private final SecretKeySpec key;
    private final ThreadPoolExecutor pool;
    private final Map<String, Instant> remembered = new LinkedHashMap<>();

    /**
     * An authenticator for fixed users.
     *
     * @param hashesByRealm password hashes by user by realm
     * @param matches whether a password (first) belongs to a hash: {@link PasswordHash#matches}
     * @param hashOfNobody a hash that is checked when there is no such user
     */
    PasswordAuthenticator(
            Map<String, Map<String, String>> hashesByRealm,
            BiPredicate<String, String> matches,
            String hashOfNobody,
            InstantSource clock) {
        this.hashesByRealm = Map.copyOf(hashesByRealm);
        this.matches = matches;
        this.hashOfNobody = hashOfNobody;
        this.clock = clock;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, "HmacSHA256");
        this.pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "sluice-passwords");
                    thread.setDaemon(true);
                    return thread;
                });
        this.pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletionStage<Optional<Principal>> password(String realm, String user, String password) {
        Optional<String> hash =
                Optional.ofNullable(hashesByRealm.getOrDefault(realm, Map.of()).get(user));
        String digest = digest(realm, user, password);
        if (hash.isPresent() && isRemembered(digest)) {
            return CompletableFuture.completedFuture(Optional.of(new Principal(user)));
        }
        try {
            return CompletableFuture.supplyAsync(() -> check(user, password, hash, digest), pool);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStage<Optional<Principal>> key(String realm, String key) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<Optional<Bearer>> bearer(String realm, String token) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private Optional<Principal> check(String user, String password, Optional<String> hash, String digest) {
        boolean right = matches.test(password, hash.orElse(hashOfNobody));
        if (!right || hash.isEmpty()) {
            return Optional.empty();
        }
        remember(digest);
        return Optional.of(new Principal(user));
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

    private String digest(String realm, String user, String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (String part : new String[] {realm, user, password}) {
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
