package dev.sluice.journal;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

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

    /** The file that a journal is kept in, the largest one if there are several; empty if there is none yet. */
    default Optional<Path> file(Path directory) {
        return Optional.empty();
    }

    /**
     * Reads through the journal of a gateway that does not run, and changes nothing. May take its time.
     *
     * @return what is damaged, if anything is
     * @throws JournalException if it cannot be looked at: a gateway has it, it cannot be read
     */
    default Optional<String> damage(Path directory) throws JournalException {
        return Optional.empty();
    }
}
