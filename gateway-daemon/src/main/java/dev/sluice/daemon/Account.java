package dev.sluice.daemon;

import dev.sluice.protocol.Principal;
import dev.sluice.protocol.ProtocolProvider.Kind;

/**
 * Somebody who may come in, and the hash of the secret that proves it.
 *
 * @param user unique among a protocol's passwords; one user may have any number of keys
 * @param hash of a password as {@link PasswordHash} makes it, of a key as {@link KeyHash} does
 */
record Account(String user, Principal.Role role, Kind kind, String hash) {
    Principal principal() {
        return new Principal(user, role);
    }
}
