package dev.sluice.biometric;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens: those that were fetched, each good once and not for long, and those of the configuration. Safe for use by any
 * thread. At most {@value #MAX_WAITING} wait to be used.
 */
final class Tokens {
    static final int MAX_WAITING = 100_000;

    private static final int BYTES = 32;

    private final BiometricConfig config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** In the order in which they expire, but for those given back. */
    private final Map<String, Minted> waiting = new LinkedHashMap<>();

    Tokens(BiometricConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** A new token; empty if too many wait to be used. */
    synchronized Optional<String> mint(Grant grant) {
        dropExpired();
        if (waiting.size() >= MAX_WAITING) {
            return Optional.empty();
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        waiting.put(token, new Minted(grant, clock.instant().plus(config.tokenLifetime())));
        return Optional.of(token);
    }

    /** What a token is good for, if it is good. */
    synchronized Optional<Grant> find(String token) {
        dropExpired();
        Minted minted = waiting.get(token);
        if (minted == null) {
            return Optional.ofNullable(config.fixedTokens().get(sha256(token)));
        }
        // One that was given back stands behind younger ones, and may have expired before them.
        return minted.expires.isAfter(clock.instant()) ? Optional.of(minted.grant) : Optional.empty();
    }

    /** Uses a token up, unless it is one of the configuration; the result gives it back if it was of no use after all. */
    synchronized Runnable use(String token) {
        Minted minted = waiting.remove(token);
        return () -> giveBack(token, minted);
    }

    private synchronized void giveBack(String token, @Nullable Minted minted) {
        if (minted != null) {
            waiting.put(token, minted);
        }
    }

    private void dropExpired() {
        Instant now = clock.instant();
        Iterator<Minted> oldest = waiting.values().iterator();
        while (oldest.hasNext() && !oldest.next().expires.isAfter(now)) {
            oldest.remove();
        }
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private record Minted(Grant grant, Instant expires) {}
}
