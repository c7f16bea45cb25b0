package dev.sluice.daemon;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * How API keys are kept: SHA-256, in hex. A slow hash makes guessing expensive, which only matters for secrets that can be
 * guessed; a key is long and random, and it comes with every request, so its hash has to be cheap.
 */
final class KeyHash {
    /** Shorter texts are no keys: somebody could have thought of them. */
    static final int MIN_LENGTH = 16;

    /** Longer ones are not even hashed. */
    static final int MAX_LENGTH = 1024;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private KeyHash() {}

    static String of(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    static boolean isHash(String text) {
        return FORM.matcher(text).matches();
    }

    static boolean isUsable(String key) {
        return key.length() >= MIN_LENGTH && key.length() <= MAX_LENGTH;
    }
}
