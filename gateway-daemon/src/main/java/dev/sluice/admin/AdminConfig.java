package dev.sluice.admin;

import dev.sluice.config.Config;
import dev.sluice.transport.ListenerConfig;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the gateway is looked after, and who may.
 *
 * @param tokenHash SHA-256 of the token, in hex
 * @param jwt whether the gateway's bearer tokens are taken, of those with the role of an administrator
 */
public record AdminConfig(boolean enabled, ListenerConfig listener, Optional<String> tokenHash, boolean jwt) {
    private static final String TOKEN = "token-sha256";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|\\[::1]");

    /** Reads the section {@code admin}. */
    public static AdminConfig read(Config section) {
        boolean enabled = section.flag("enabled", true);
        ListenerConfig listener = ListenerConfig.readAdmin(section);
        Optional<String> token = section.text(TOKEN);
        boolean jwt = section.flag("jwt", false);
        if (token.isPresent() && !HASH.matcher(token.get()).matches()) {
            section.reject(TOKEN, "something else", "what 'sluice hash-key' prints"); // it may be the token itself
        }
        if (enabled && token.isEmpty() && !jwt && !isLoopback(listener.address())) {
            section.reject(
                    "address",
                    "'" + listener.address() + "', which others can reach, without credentials",
                    "a loopback address, or " + TOKEN + " or jwt: true as well");
        }
        return new AdminConfig(enabled, listener, token, jwt);
    }

    /** Whether who asks must show who it is; else only programs on this machine are answered. */
    boolean wantsCredentials() {
        return tokenHash.isPresent() || jwt;
    }

    /** Names are not looked up: one that is not known to be loopback is not. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /** With another port. */
    public AdminConfig withPort(int port) {
        return new AdminConfig(enabled, listener.withPort(port), tokenHash, jwt);
    }
}
