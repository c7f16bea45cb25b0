package dev.sluice.daemon;

import dev.sluice.protocol.Principal;
import dev.sluice.protocol.ProtocolProvider.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose API key it is. Safe for use by any thread, and quick enough for an event loop: one SHA-256 and one look-up.
 *
 * <p>The look-up is by hash, so it needs no constant time: who times it learns about the beginning of a hash that they can
 * neither choose nor turn back into a key.
 */
final class ApiKeys {
    private final Map<String, Map<String, Principal>> ownersByRealm = new HashMap<>();

    /** @param accounts by realm; those with passwords are passed over */
    ApiKeys(Map<String, List<Account>> accounts) {
        accounts.forEach((realm, list) -> {
            Map<String, Principal> owners = new HashMap<>();
            list.stream()
                    .filter(account -> account.kind() == Kind.API_KEY)
                    .forEach(account -> owners.put(account.hash(), account.principal()));
            ownersByRealm.put(realm, Map.copyOf(owners));
        });
    }

    Optional<Principal> owner(String realm, String key) {
        if (key.length() > KeyHash.MAX_LENGTH) {
            return Optional.empty();
        }
        return Optional.ofNullable(ownersByRealm.getOrDefault(realm, Map.of()).get(KeyHash.of(key)));
    }
}
