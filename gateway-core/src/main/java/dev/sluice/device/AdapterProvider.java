package dev.sluice.device;

import dev.sluice.config.Config;

/** A plug-in that makes adapters of one type; found with {@link java.util.ServiceLoader}. */
public interface AdapterProvider {
    /** The name by which the configuration chooses this type, for example {@code simulator}. */
    String type();

    /**
     * Reads an adapter's configuration. What is wrong with it is noted in {@code config} (so that all of it can be told at
     * once), never thrown; nothing is started or opened.
     */
    Adapter configure(Config config);
}
