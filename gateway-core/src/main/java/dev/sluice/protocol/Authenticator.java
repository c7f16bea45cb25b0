package dev.sluice.protocol;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Judges credentials; protocols only know where they travel. Safe for use by any thread, never blocks: hashing happens
 * elsewhere. A stage that fails means that nobody could tell (too busy), and the client is asked to come again.
 */
public interface Authenticator {
    /**
     * The same for what comes from one address, which is to be asked wherever the address is known: who shows wrong credentials
     * again and again has to wait, and a stage fails with {@link TooManyGuessesException}, whatever was shown.
     */
    default Authenticator from(InetAddress client) {
        return this;
    }

    /**
     * Looks at a secret that a protocol keeps itself, such as a token that it has given out, at once. A wrong one counts like
     * wrong credentials of any other kind.
     *
     * @param find finds out what the secret stands for; nothing if it is wrong
     * @throws TooManyGuessesException if who shows it has to wait, right or wrong
     */
    default <T> Optional<T> look(Supplier<Optional<T>> find) {
        return find.get();
    }

    /**
     * Checks a user's password, in constant time.
     *
     * @param realm whose users: the protocol's name
     * @return the user, or empty if the name or the password is wrong
     */
    CompletionStage<Optional<Principal>> password(String realm, String user, String password);

    /**
     * Finds the owner of an API key.
     *
     * @param realm whose keys: the protocol's name
     * @return the owner, or empty if there is no such key
     */
    CompletionStage<Optional<Principal>> key(String realm, String key);

    /**
     * Checks a signed token (JWT).
     *
     * @param realm the protocol that the token is shown to
     * @return who it speaks for and until when, or empty if it is malformed, forged, expired or not meant for the realm
     */
    CompletionStage<Optional<Bearer>> bearer(String realm, String token);

    /**
     * Signs a token that {@link #bearer} takes, for protocols whose clients trade a login for one.
     *
     * @param realm the protocol that it is good for, and no other
     * @return the token, or empty if the gateway does not take tokens of its own (its configuration leaves HS256 out)
     */
    Optional<String> issue(String realm, Principal principal, Duration lifetime);

    /**
     * Whom a token speaks for.
     *
     * @param expires from then on it is worth nothing
     * @param claims everything it says, by claim name
     */
    record Bearer(Principal principal, Instant expires, Map<String, JsonNode> claims) {
        public Bearer {
            claims = Map.copyOf(claims);
        }
    }
}
