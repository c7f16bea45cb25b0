package dev.sluice.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One value that the configuration came to, and why.
 *
 * @param key the full key, for example {@code listeners[0].port}
 * @param value as it would be written; empty if nothing is set. Never a secret
 * @param source {@code FILE:LINE}, {@code environment SLUICE_…} or {@code default}
 */
public record EffectiveValue(String key, String value, String source) {
    private static final Pattern SECRET =
            Pattern.compile(".*password.*|(.*[-_])?(secret|token|sha256|hash|api-key|passphrase)");
    private static final Pattern LOGIN_IN_ADDRESS = Pattern.compile("//[^/@\\s]+@");

    /** With its value hidden if the key, or the form of the value, says that it is a secret. */
    static EffectiveValue masked(String key, String value, String source) {
        String name = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean isPath = name.endsWith("-file");
        boolean isSecret = !value.isEmpty() && !isPath && SECRET.matcher(name).matches() && !isFlag(value);
        return new EffectiveValue(
                key, isSecret ? "***" : LOGIN_IN_ADDRESS.matcher(value).replaceAll("//***@"), source);
    }

    private static boolean isFlag(String value) {
        return value.equals("true") || value.equals("false");
    }
}
