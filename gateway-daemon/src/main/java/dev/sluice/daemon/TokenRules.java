package dev.sluice.daemon;

import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a token must say to be worth anything, whoever signed it. Safe for use by any thread. */
final class TokenRules {
    /** A subject appears in logs: of bounded length, and of one line. */
    private static final Pattern SUBJECT = Pattern.compile("[^\\p{Cc}\\u2028\\u2029]{1,256}");

    /** The year 9999; later dates are milliseconds by mistake. */
    private static final double LATEST = 253_402_300_799.0;

    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final Duration leeway;
    private final InstantSource clock;

    TokenRules(TokenConfig config, InstantSource clock) {
        this.issuer = config.issuer();
        this.audience = config.audience();
        this.leeway = config.leeway();
        this.clock = clock;
    }

    /** Whom these claims speak for in a realm, if they do now. */
    Optional<Bearer> judge(ObjectNode claims, String realm) {
        Optional<Instant> expires = time(claims, "exp").map(exp -> exp.plus(leeway));
        Optional<String> subject = claims.path("sub").stringValueOpt().filter(TokenRules::isSubject);
        if (expires.isEmpty() || subject.isEmpty() || !isMeantFor(claims, realm)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (!now.isBefore(expires.get()) || !hasBegun(claims, now)) {
            return Optional.empty();
        }
        return Optional.of(new Bearer(new Principal(subject.get(), role(claims)), expires.get(), byName(claims)));
    }

    /** Whether somebody may be called that. */
    static boolean isSubject(String text) {
        return SUBJECT.matcher(text).matches();
    }

    private boolean isMeantFor(ObjectNode claims, String realm) {
        return issuer.map(expected -> says(claims.path("iss"), expected)).orElse(true)
                && audience.map(expected -> saysOrHolds(claims.path("aud"), expected))
                        .orElse(true)
                && (!claims.has("realm") || saysOrHolds(claims.path("realm"), realm));
    }

    private boolean hasBegun(ObjectNode claims, Instant now) {
        return !claims.has("nbf")
                || time(claims, "nbf")
                        .map(begin -> !now.isBefore(begin.minus(leeway)))
                        .orElse(false);
    }

    private static Principal.Role role(ObjectNode claims) {
        return claims.path("role")
                .stringValueOpt()
                .flatMap(Principal.Role::named)
                .orElse(Principal.Role.USER);
    }

    private static boolean saysOrHolds(JsonNode claim, String expected) {
        return says(claim, expected)
                || (claim.isArray() && claim.valueStream().anyMatch(element -> says(element, expected)));
    }

    private static boolean says(JsonNode claim, String expected) {
        return claim.stringValueOpt().filter(expected::equals).isPresent();
    }

    /** Seconds since 1970, perhaps with a fraction. */
    private static Optional<Instant> time(ObjectNode claims, String name) {
        JsonNode claim = claims.path(name);
        if (!claim.isNumber()) {
            return Optional.empty();
        }
        double seconds = claim.doubleValue(Double.NaN);
        return seconds >= 0 && seconds <= LATEST
                ? Optional.of(Instant.ofEpochMilli((long) (seconds * 1000)))
                : Optional.empty();
    }

    private static Map<String, JsonNode> byName(ObjectNode claims) {
        Map<String, JsonNode> byName = new HashMap<>();
        claims.forEachEntry(byName::put);
        return byName;
    }
}
