package dev.sluice.daemon;

import java.security.SecureRandom;

/** Secrets that nobody thought of. */
final class RandomText {
    /** Without those that look alike, for people who must type them. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private RandomText() {}

    /** A password: 24 characters, 139 bits. */
    static String password() {
        return ofLength(24);
    }

    /** An API key, or the secret that tokens are signed with: 48 characters, 279 bits. */
    static String key() {
        return ofLength(48);
    }

    private static String ofLength(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
