package dev.sluice.journal.sqlite;

import dev.sluice.device.Health;
import dev.sluice.journal.Journal;
import dev.sluice.journal.JournalException;
import dev.sluice.journal.JournalSettings;
import dev.sluice.journal.sqlite.AppendQueue.Append;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal as everybody sees it: hands appends to the {@link Writer} and readings to the {@link Readers}, on whose threads
 * stages complete and followers are called.
 */
final class SqliteJournal implements Journal {
    private static final Logger log = LoggerFactory.getLogger(SqliteJournal.class);

    private final JournalFiles files;
    private final Database database;
    private final Streams streams;
    private final Readers readers;
    private final AppendQueue queue = new AppendQueue();
    private final Writer writer;
    private final Thread thread;

    private SqliteJournal(
            JournalFiles files, Database database, Readers readers, JournalSettings settings, InstantSource clock)
            throws SQLException {
        this.files = files;
        this.database = database;
        this.readers = readers;
        streams = new Streams(database.streams(), database.newStreamsAfter());
        streams.all().forEach(stream -> stream.hide(settings.records()));
        Path file = files.database();
        Retention retention = new Retention(file, database, streams, settings, clock);
        writer = new Writer(file, queue, database, retention, clock, settings.records());
        thread = new Thread(() -> write(writer), "sluice-journal");
        thread.setDaemon(true);
    }

    /** Opens the journal of a directory; finds what a crash cut off, and repairs the file if it is damaged. */
    static SqliteJournal open(Path directory, JournalSettings settings, InstantSource clock) throws JournalException {
        JournalFiles files = JournalFiles.lock(directory);
        try {
            SqliteJournal journal = open(files, settings, clock);
            journal.thread.start();
            return journal;
        } catch (SQLException e) {
            close(files);
            throw SqlProblem.told("cannot open", files.database(), e);
        } catch (IOException e) {
            close(files);
            throw new JournalException("cannot open " + files.database() + ": " + e, e);
        } catch (JournalException | RuntimeException e) {
            close(files);
            throw e;
        }
    }

    private static SqliteJournal open(JournalFiles files, JournalSettings settings, InstantSource clock)
            throws JournalException, SQLException, IOException {
        boolean numbersLost = recover(files, clock);
        Database database = Database.open(files.database(), settings.durability());
        try {
            if (numbersLost) {
                database.skip(Inspection.STEP, Salvage.aboveAll(clock));
            }
            Readers readers =
                    new Readers(files.database(), clock, settings.age().toMillis());
            try {
                return new SqliteJournal(files, database, readers, settings, clock);
            } catch (SQLException e) {
                readers.close();
                throw e;
            }
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    /** Looks at what the last process left; returns whether numbers are lost that may have been seen. */
    private static boolean recover(JournalFiles files, InstantSource clock)
            throws JournalException, SQLException, IOException {
        if (!files.exist()) {
            return false;
        }
        WalTail tail = WalTail.examine(files.wal());
        if (tail.cut() > 0) {
            log.warn(
                    "{}: the last {} bytes are cut off, since they are damaged or were never completed{}",
                    files.wal(),
                    tail.cut(),
                    tail.numbersLost() ? "; records are lost" : "");
        }
        Optional<String> damage =
                files.isTruncatedToNothing() ? Optional.of("it is empty") : Inspection.damage(files.database());
        if (damage.isPresent()) {
            new Salvage(files, clock).run(damage.get());
            return false; // it has seen to the numbers
        }
        return tail.numbersLost();
    }

    @Override
    public Health health() {
        return thread.isAlive() ? writer.health() : Health.down("the journal's thread has ended");
    }

    @Override
    public Commits commits() {
        return writer.commits();
    }

    @Override
    public CompletionStage<Long> append(String stream, byte[] record) {
        CompletableFuture<Long> stage = new CompletableFuture<>();
        try {
            if (stream.equals(Database.NEW_STREAMS)) {
                throw new JournalException("found a stream without a name (expected: a name)");
            }
            queue.add(new Append(streams.of(stream), record, stage));
        } catch (JournalException e) {
            stage.completeExceptionally(e);
        }
        return stage;
    }

    @Override
    public CompletionStage<List<Entry>> read(String stream, long after, long before, int limit) {
        return streams.find(stream)
                .map(found -> readers.read(found, after, before, limit))
                .orElseGet(() -> CompletableFuture.completedFuture(List.of()));
    }

    @Override
    public Following follow(String stream, Consumer<List<Entry>> listener) {
        return streams.of(stream).follow(listener);
    }

    @Override
    public long last(String stream) {
        return streams.find(stream).map(StreamState::last).orElse(0L);
    }

    /** For tests: the file may grow by no more than this, as if the disk were full then. */
    void limitPages(long pages) throws SQLException {
        database.pragma("max_page_count = " + pages);
    }

    /** Waits until everything is written, unless the journal itself is calling. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // there may be records that are not on the disk yet
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The life of the writer's thread. */
    private void write(Writer writer) {
        try (files;
                database;
                readers) {
            writer.run();
        } catch (SQLException | IOException e) {
            log.error("journal {} did not close properly: {}", files.database(), e.getMessage(), e);
        } finally {
            queue.refuse();
        }
    }

    private static void close(JournalFiles files) {
        try {
            files.close();
        } catch (IOException e) {
            log.warn("{}: the lock was not given back: {}", files.database(), e.getMessage());
        }
    }
}
