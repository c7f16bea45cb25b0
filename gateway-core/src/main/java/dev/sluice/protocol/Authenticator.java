package dev.sluice.protocol;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Judges credentials; protocols only know where they travel. Safe for use by any thread, never blocks: hashing happens
 * elsewhere. A stage that fails means that nobody could tell (too busy), and the client is asked to come again.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * Checks a user's password, in constant time.
     *
     * @param realm whose users: the protocol's name
     * @return the user, or empty if the name or the password is wrong
     */
    CompletionStage<Optional<Principal>> password(String realm, String user, String password);
}
