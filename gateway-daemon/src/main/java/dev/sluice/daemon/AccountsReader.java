package dev.sluice.daemon;

import dev.sluice.config.Config;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.ProtocolProvider.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one protocol's list in the configuration's {@code credentials}. Used once, by the starting thread. */
final class AccountsReader {
    private static final String PASSWORD_HASH = "password-hash";
    private static final String KEY_HASH = "key-sha256";
    private static final String EITHER =
            PASSWORD_HASH + " as 'sluice hash-password' prints it, or " + KEY_HASH + " as 'sluice hash-key' does";

    private final List<Account> accounts = new ArrayList<>();
    private final Set<String> users = new HashSet<>();
    private final Set<String> keys = new HashSet<>();

    private AccountsReader() {}

    /** The accounts; empty if there are none, or none that is right. */
    static List<Account> read(Config credentials, String protocol) {
        AccountsReader reader = new AccountsReader();
        credentials.list(protocol).forEach(entry -> reader.account(entry).ifPresent(reader.accounts::add));
        return List.copyOf(reader.accounts);
    }

    private Optional<Account> account(Config entry) {
        String user = entry.text("user", "");
        Principal.Role role = entry.choice("role", Principal.Role.USER);
        Optional<String> password = entry.text(PASSWORD_HASH);
        Optional<String> key = entry.text(KEY_HASH);
        if (user.isEmpty() || user.contains(":")) {
            entry.reject("user", "'" + user + "'", "a name without ':'");
            return Optional.empty();
        }
        if (password.isPresent() && key.isPresent()) {
            entry.reject(KEY_HASH, "a " + PASSWORD_HASH + " as well", "one of the two");
            return Optional.empty();
        }
        if (key.isPresent()) {
            return key(entry, user, role, key.get());
        }
        if (password.isPresent()) {
            return password(entry, user, role, password.get());
        }
        if (!entry.has(PASSWORD_HASH) && !entry.has(KEY_HASH)) { // else that has been told
            entry.reject(PASSWORD_HASH, "nothing", EITHER);
        }
        return Optional.empty();
    }

    /** Does not say what it found: that may be the password itself. */
    private Optional<Account> password(Config entry, String user, Principal.Role role, String hash) {
        if (!PasswordHash.isHash(hash)) {
            entry.reject(PASSWORD_HASH, "something else", "what 'sluice hash-password' prints");
            return Optional.empty();
        }
        if (!users.add(user)) {
            entry.reject("user", "'" + user + "' a second time", "each user's password once");
            return Optional.empty();
        }
        return Optional.of(new Account(user, role, Kind.PASSWORD, hash));
    }

    private Optional<Account> key(Config entry, String user, Principal.Role role, String hash) {
        if (!KeyHash.isHash(hash)) {
            entry.reject(KEY_HASH, "something else", "what 'sluice hash-key' prints");
            return Optional.empty();
        }
        if (!keys.add(hash)) {
            entry.reject(KEY_HASH, "the same key a second time", "each key once");
            return Optional.empty();
        }
        return Optional.of(new Account(user, role, Kind.API_KEY, hash));
    }
}
