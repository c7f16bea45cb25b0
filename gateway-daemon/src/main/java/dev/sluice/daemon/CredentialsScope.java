package dev.sluice.daemon;

import dev.sluice.config.EffectiveValue;
import dev.sluice.config.Problem;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.ProtocolProvider.Kind;
import dev.sluice.protocol.ProtocolProvider.Login;
import java.util.List;
import java.util.Optional;

/** A gateway's logins as commands see them: those of its configuration, and the file of the others. For one thread. */
record CredentialsScope(GatewayConfig config, CredentialsFile file) {
    /** When a change counts, for people. */
    static final String EFFECT =
            "takes effect when the gateway reads its configuration again: 'systemctl reload sluice' or"
                    + " 'kill -HUP PID'; if it runs without --config, at its next start";

    static CredentialsScope open(ConfigOptions options) throws StartException {
        GatewayConfig config = options.read();
        if (!config.problems().isEmpty()) {
            Problem first = config.problems().get(0);
            throw new StartException(first + "; 'sluice check-config' tells all");
        }
        return new CredentialsScope(config, CredentialsFile.open(config.dataDirectory()));
    }

    /** The generated logins of a protocol, which must be one that has any. */
    List<Login> logins(String protocol) throws StartException {
        List<Login> logins = config.logins().getOrDefault(protocol, List.of());
        if (logins.isEmpty()) {
            List<String> known = config.logins().entrySet().stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .map(entry -> entry.getKey())
                    .toList();
            throw new StartException(
                    "protocol '" + protocol + "' (expected: one with logins: " + String.join(", ", known) + ")");
        }
        return logins;
    }

    /** Whether the configuration file says who may come in; then nobody else does. */
    boolean isConfigured(String protocol) {
        return config.accounts().containsKey(protocol);
    }

    /** Where the configuration has a user, {@code FILE:LINE}. */
    Optional<String> configuredAt(String protocol, String user) {
        return config.source().effective().stream()
                .filter(setting -> setting.key().startsWith("credentials." + protocol + "["))
                .filter(setting ->
                        setting.key().endsWith("].user") && setting.value().equals(user))
                .map(EffectiveValue::source)
                .findFirst();
    }

    static StartException unknown(String protocol, String user) {
        return new StartException(
                "USER: no '" + user + "' (expected: one of 'sluice credentials list " + protocol + "')");
    }

    /** An entry for the configuration's list of a protocol. */
    static String yaml(String protocol, Account account) {
        return "credentials:\n  " + protocol + ":\n    - {user: \"" + account.user() + "\", role: "
                + account.role().wireName() + ", " + Credentials.hashField(account.kind()) + ": '" + account.hash()
                + "'}";
    }

    static Account account(String user, Principal.Role role, Kind kind, String secret) {
        return new Account(user, role, kind, kind == Kind.PASSWORD ? PasswordHash.of(secret) : KeyHash.of(secret));
    }

    static String freshSecret(Kind kind) {
        return kind == Kind.PASSWORD ? RandomText.password() : RandomText.key();
    }
}
