package dev.sluice.daemon;

import dev.sluice.config.Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which bearer tokens are taken. Files are named here, not opened.
 *
 * @param secretFile what HS256 tokens are signed with; empty for the one in the data directory
 * @param publicKeys PEM files
 * @param keySet where a JWKS is
 * @param leeway how far clocks may differ
 */
record TokenConfig(
        Set<SignatureAlgorithm> algorithms,
        Optional<Path> secretFile,
        List<Path> publicKeys,
        Optional<KeySet> keySet,
        Optional<String> issuer,
        Optional<String> audience,
        Duration leeway) {

    /** The secret that Sluice makes itself, in the data directory. */
    static final String SECRET_FILE = "token-secret";

    /** Where a JWKS is. */
    sealed interface KeySet {
        record File(Path path) implements KeySet {}

        record Web(URI address) implements KeySet {}
    }

    /** @param directory where relative paths of lists start */
    static TokenConfig read(Config section, Path directory) {
        Set<SignatureAlgorithm> algorithms = algorithms(section);
        Optional<Path> secretFile = section.path("secret-file");
        List<Path> publicKeys = section.texts("public-keys", List.of()).stream()
                .map(directory::resolve)
                .toList();
        Optional<KeySet> keySet = section.text("jwks").flatMap(text -> keySet(section, text, directory));
        boolean hasKeys = section.has("public-keys") || section.has("jwks");
        boolean wantsKeys = algorithms.stream().anyMatch(SignatureAlgorithm::hasPublicKey);
        if (wantsKeys && !hasKeys) {
            section.reject("algorithms", "RS256 or ES256 without keys", "public-keys or jwks as well");
        }
        if (hasKeys && !wantsKeys) {
            String key = section.has("jwks") ? "jwks" : "public-keys";
            section.reject(key, "keys that are not used", "RS256 or ES256 among the algorithms");
        }
        if (secretFile.isPresent() && !algorithms.contains(SignatureAlgorithm.HS256)) {
            section.reject("secret-file", "a secret that is not used", "HS256 among the algorithms");
        }
        return new TokenConfig(
                algorithms,
                secretFile,
                publicKeys,
                keySet,
                section.text("issuer"),
                section.text("audience"),
                section.duration("leeway", Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(10)));
    }

    private static Set<SignatureAlgorithm> algorithms(Config section) {
        Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        for (String name : section.texts("algorithms", List.of(SignatureAlgorithm.HS256.name()))) {
            Optional<SignatureAlgorithm> algorithm = SignatureAlgorithm.named(name);
            if (algorithm.isEmpty()) {
                section.reject("algorithms", "'" + name + "'", "one of HS256, RS256, ES256");
            }
            algorithm.ifPresent(algorithms::add);
        }
        return algorithms;
    }

    private static Optional<KeySet> keySet(Config section, String text, Path directory) {
        if (!text.contains("://")) {
            return Optional.of(new KeySet.File(directory.resolve(text)));
        }
        try {
            URI address = URI.create(text);
            if ("https".equals(address.getScheme()) && address.getHost() != null && address.getUserInfo() == null) {
                return Optional.of(new KeySet.Web(address));
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        // who can change the keys on their way can sign anything; and what was found may hold a password
        section.reject("jwks", "another address", "a file, or an https address without user");
        return Optional.empty();
    }
}
