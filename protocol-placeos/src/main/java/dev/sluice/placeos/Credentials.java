package dev.sluice.placeos;

import dev.sluice.protocol.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where credentials travel: an API key in a header, the query or a cookie; without a key, a bearer token in a header, the
 * query or a cookie. Whatever is found first counts alone. Pure functions.
 */
sealed interface Credentials {
    /** An API key. */
    record Key(String key) implements Credentials {
        /** Not the key. */
        @Override
        public String toString() {
            return "Key";
        }
    }

    /** A signed token. */
    record Token(String token) implements Credentials {
        /** Not the token. */
        @Override
        public String toString() {
            return "Token";
        }
    }

    static Optional<Credentials> in(Request request) {
        return key(request)
                .<Credentials>map(Key::new)
                .or(() -> token(request).filter(Predicate.not(String::isEmpty)).map(Token::new));
    }

    private static Optional<String> key(Request request) {
        return request.headers()
                .first("X-API-Key")
                .or(() -> request.parameter("api-key"))
                .or(() -> cookie(request, "api-key"))
                .filter(Predicate.not(String::isEmpty));
    }

    /** The token; an {@code Authorization} that is empty means none, wherever else there may be one. */
    private static Optional<String> token(Request request) {
        return request.headers()
                .first("Authorization")
                .map(Credentials::withoutScheme)
                .or(() -> request.parameter("bearer_token"))
                .or(() -> cookie(request, "bearer_token"));
    }

    private static String withoutScheme(String authorization) {
        String[] words = authorization.trim().split("\\s+", 2);
        String scheme = words[0].toLowerCase(Locale.ROOT);
        boolean named = scheme.equals("bearer") || scheme.equals("token");
        if (words.length == 2) {
            if (scheme.equals("basic")) {
                return ""; // somebody else's: with a ticket in mind, each protocol is asked
            }
            return named ? words[1] : authorization.trim();
        }
        return named ? "" : words[0];
    }

    private static Optional<String> cookie(Request request, String name) {
        for (String field : request.headers().all("Cookie")) {
            for (String pair : field.split(";")) {
                String[] parts = pair.trim().split("=", 2);
                if (parts.length == 2 && parts[0].equals(name)) {
                    return Optional.of(parts[1]);
                }
            }
        }
        return Optional.empty();
    }
}
