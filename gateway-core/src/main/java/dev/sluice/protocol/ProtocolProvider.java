package dev.sluice.protocol;

import dev.sluice.config.Config;
import java.util.List;

/** A protocol plug-in; found with {@link java.util.ServiceLoader}. */
public interface ProtocolProvider {
    /** The protocol's name in the configuration, in logs and in metrics, for example {@code valve}. */
    String name();

    /**
     * Reads the protocol's configuration. What is wrong with it is noted in {@code config} (so that all of it can be told at
     * once), never thrown; nothing is started or opened.
     */
    Protocol configure(Config config);

    /**
     * The logins that the gateway makes at the first start where the configuration has none for this protocol. A protocol
     * without any has no credentials at all: the configuration may not name some for it either.
     */
    default List<Login> logins() {
        return List.of();
    }

    /**
     * A login to generate. Its realm is the protocol, whatever its key is.
     *
     * @param key what the entry is called where it is kept and shown; the protocol's name for its first login
     * @param user whose it is
     * @param kind whether its secret is a password or an API key
     * @param userField what the user is called where it is shown, for example {@code user}; empty if only the secret is
     * @param secretField what the secret is called, for example {@code password}
     */
    record Login(String key, String user, Principal.Role role, Kind kind, String userField, String secretField) {}

    /** What a login's secret is. */
    enum Kind {
        PASSWORD,
        API_KEY
    }
}
