package dev.sluice.protocol;

import dev.sluice.config.Config;

/** A protocol plug-in; found with {@link java.util.ServiceLoader}. */
public interface ProtocolProvider {
    /** The protocol's name in the configuration, in logs and in metrics, for example {@code valve}. */
    String name();

    /**
     * Reads the protocol's configuration. What is wrong with it is noted in {@code config} (so that all of it can be told at
     * once), never thrown; nothing is started or opened.
     */
    Protocol configure(Config config);
}
