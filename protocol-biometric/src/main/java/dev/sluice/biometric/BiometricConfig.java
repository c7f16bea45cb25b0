package dev.sluice.biometric;

import dev.sluice.config.Config;
import dev.sluice.protocol.Limits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the configuration says.
 *
 * @param heartbeatInterval how often clients are to send a heartbeat
 * @param identifyTimeout how long a client may take to identify itself
 * @param tokenLifetime how long a token that was fetched is good
 * @param consumers most consumers of a developer at once
 * @param probeTimeout how long a consumer that may be gone has to answer a ping
 * @param deviceDeveloper the developer whose users are the wearables that other adapters put on the bus
 * @param fixedTokens tokens that may be used again and again, by their SHA-256
 */
record BiometricConfig(
        Duration heartbeatInterval,
        Duration identifyTimeout,
        Duration tokenLifetime,
        int consumers,
        Duration probeTimeout,
        String deviceDeveloper,
        Map<String, Grant> fixedTokens,
        Limits limits) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** A producer may have this many records on their way to the disk, a consumer this many messages on theirs to it. */
    private static final Limits LIMITS = Limits.DEFAULT.with(limits ->
            limits.messagesPerSecond(0).bytesPerSecond(0).callsInFlight(256).mailboxEvents(16_384));

    static BiometricConfig read(Config config) {
        return new BiometricConfig(
                config.duration(
                        "heartbeat-interval", Duration.ofSeconds(40), Duration.ofSeconds(1), Duration.ofHours(1)),
                config.duration("identify-timeout", Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofHours(1)),
                config.duration("token-lifetime", Duration.ofMinutes(3), Duration.ofSeconds(1), Duration.ofHours(24)),
                config.integer("consumers", 1, 1, 100_000),
                config.duration("probe-timeout", Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofMinutes(1)),
                config.text("device-developer", BiometricProvider.SIMULATOR),
                fixedTokens(config),
                LIMITS.overriddenBy(config));
    }

    private static Map<String, Grant> fixedTokens(Config config) {
        Map<String, Grant> tokens = new LinkedHashMap<>();
        for (Config entry : config.list("tokens")) {
            String hash = entry.text("token-sha256", "").toLowerCase(Locale.ROOT);
            String developer = entry.text("developer", "");
            Optional<String> user = entry.text("user");
            if (!SHA_256.matcher(hash).matches()) {
                entry.reject("token-sha256", "something else", "the token's SHA-256, 64 hexadecimal digits");
            } else if (developer.isEmpty()) {
                entry.reject("developer", "nothing", "the developer whom the token speaks for");
            } else if (user.isPresent() && !UserId.isValid(user.get())) {
                entry.reject("user", "'" + user.get() + "'", UserId.EXPECTED);
            } else {
                tokens.put(hash, new Grant(developer, user));
            }
        }
        return Map.copyOf(tokens);
    }
}
