package dev.sluice.journal.sqlite;

import dev.sluice.journal.Journal;
import dev.sluice.journal.JournalException;
import dev.sluice.journal.JournalProvider;
import dev.sluice.journal.JournalSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Opens journals of type {@code sqlite}. Stateless; called once, at the start. */
public final class SqliteJournalProvider implements JournalProvider {
    @Override
    public String type() {
        return "sqlite";
    }

    @Override
    public Journal open(Path directory, JournalSettings settings, InstantSource clock) throws JournalException {
        return SqliteJournal.open(directory, settings, clock);
    }

    @Override
    public Optional<Path> file(Path directory) {
        return JournalFiles.database(directory);
    }

    @Override
    public Optional<String> damage(Path directory) throws JournalException {
        return JournalFiles.damage(directory);
    }
}
