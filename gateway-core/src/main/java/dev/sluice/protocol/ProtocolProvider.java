package dev.sluice.protocol;

import dev.sluice.config.Config;
import java.util.Optional;

/** A protocol plug-in; found with {@link java.util.ServiceLoader}. */
public interface ProtocolProvider {
    /** The protocol's name in the configuration, in logs and in metrics, for example {@code valve}. */
    String name();

    /**
     * Reads the protocol's configuration. What is wrong with it is noted in {@code config} (so that all of it can be told at
     * once), never thrown; nothing is started or opened.
     */
    Protocol configure(Config config);

    /** The login that the gateway makes at the first start where the configuration has none for this protocol, if any. */
    default Optional<Login> login() {
        return Optional.empty();
    }

    /**
     * A generated login: what its parts are called where they are shown.
     *
     * @param userField for example {@code user}
     * @param secretField for example {@code password}
     */
    record Login(String userField, String secretField) {}
}
