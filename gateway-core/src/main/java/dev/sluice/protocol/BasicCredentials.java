package dev.sluice.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** User and password of HTTP Basic authentication (RFC 7617): UTF-8, split at the first colon. */
public record BasicCredentials(String user, String password) {
    private static final String SCHEME = "basic ";

    /** Whether the request names the scheme at all, be its credentials well-formed or not. */
    public static boolean presentIn(Request request) {
        return request.headers()
                .first("Authorization")
                .filter(BasicCredentials::isBasic)
                .isPresent();
    }

    /** The credentials, or empty if there are none or they are malformed. */
    public static Optional<BasicCredentials> of(Request request) {
        return request.headers()
                .first("Authorization")
                .filter(BasicCredentials::isBasic)
                .flatMap(value -> decode(value.substring(SCHEME.length()).trim()));
    }

    private static boolean isBasic(String value) {
        return value.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    private static Optional<BasicCredentials> decode(String base64) {
        try {
            String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The user only. */
    @Override
    public String toString() {
        return "Basic " + user;
    }
}
