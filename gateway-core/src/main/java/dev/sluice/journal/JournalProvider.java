package dev.sluice.journal;

import java.nio.file.Path;
import java.time.InstantSource;

/** A plug-in that keeps journals on disk; found with {@link java.util.ServiceLoader}. */
public interface JournalProvider {
    /** The name by which the configuration chooses this engine, for example {@code sqlite}. */
    String type();

    /**
     * Opens the journal, recovering it if it was not closed. Called once, at the start; may take its time.
     *
     * @param directory the gateway's data directory, which exists
     * @param settings with a durability other than {@link Durability#MEMORY}
     * @throws JournalException if there can be no journal: the directory cannot be written to, another process has it
     */
    Journal open(Path directory, JournalSettings settings, InstantSource clock) throws JournalException;
}
