package dev.sluice.biometric;

import java.util.Optional;

/**
 * What a token is good for.
 *
 * @param user the user whose data it lets produce; empty if it lets consume those of all users of the developer
 */
record Grant(String developer, Optional<String> user) {
    static final int USER = 0;
    static final int DEVELOPER = 1;

    /** The connection type that goes with it. */
    int type() {
        return user.isPresent() ? USER : DEVELOPER;
    }
}
