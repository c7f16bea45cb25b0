package dev.sluice.journal.sqlite;

import dev.sluice.journal.JournalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The journal's files in the data directory, and the lock that makes them this process's: numbers are given from memory, so
 * there must be nobody else who gives any. The lock ends with the process, however that ends.
 */
final class JournalFiles implements AutoCloseable {
    private static final String DATABASE = "journal.db";
    private static final String LOCK = "journal.lock";
    private static final String WAL = "-wal";
    private static final String SHARED_MEMORY = "-shm";

    private final Path database;
    private final FileChannel lock;

    private JournalFiles(Path database, FileChannel lock) {
        this.database = database;
        this.lock = lock;
    }

    /** Takes the lock, and tidies up what a repair left that was interrupted. */
    static JournalFiles lock(Path directory) throws JournalException {
        Path database = directory.resolve(DATABASE);
        try {
            FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (!isFree(channel)) {
                    throw new JournalException(database + " is in use by another process (expected: one gateway for a"
                            + " data directory; choose another with --data-dir)");
                }
                JournalFiles files = new JournalFiles(database, channel);
                files.finishRepair();
                return files;
            } catch (IOException | JournalException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new JournalException(
                    "journal " + database + ": " + e.getClass().getSimpleName() + " " + e.getMessage()
                            + " (expected: a directory that this user may write to)",
                    e);
        }
    }

    /** Where records are, if there are any. */
    static Optional<Path> database(Path directory) {
        return Optional.of(directory.resolve(DATABASE)).filter(Files::exists);
    }

    /** What is damaged in the files of a journal that nobody has open, if anything is; changes nothing in them. */
    static Optional<String> damage(Path directory) throws JournalException {
        Path database = directory.resolve(DATABASE);
        Path lock = directory.resolve(LOCK);
        if (!Files.exists(database) || !Files.exists(lock)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            if (!isFree(channel)) {
                throw new JournalException(database + " is in use by another process (expected: a gateway that does not"
                        + " run, or the address of its admin listener)");
            }
            return Files.size(database) == 0 ? Optional.of("it is empty") : Inspection.damage(database);
        } catch (IOException | SQLException e) {
            throw new JournalException(
                    "journal " + database + ": " + e.getClass().getSimpleName() + " " + e.getMessage()
                            + " (expected: files that this user may read and write)",
                    e);
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) { // this very process has it
            return false;
        }
    }

    Path database() {
        return database;
    }

    Path wal() {
        return beside(database, WAL);
    }

    /** Where a repaired copy is made. */
    Path repaired() {
        return beside(database, ".repaired");
    }

    boolean exist() {
        return Files.exists(database);
    }

    /** SQLite would take such a file for a new one, and throw away the log beside it. */
    boolean isTruncatedToNothing() throws IOException {
        return Files.size(database) == 0;
    }

    /** Puts the damaged files aside and the repaired copy in their place; returns where the damaged ones are. */
    Path replaceDamaged() throws IOException {
        int number = 1;
        while (Files.exists(damaged(number))) {
            number++;
        }
        Path kept = damaged(number);
        Files.deleteIfExists(beside(database, SHARED_MEMORY));
        if (Files.exists(wal())) {
            Files.move(wal(), beside(kept, WAL));
        }
        Files.move(database, kept);
        finishRepair();
        return kept;
    }

    private Path damaged(int number) {
        return beside(database, ".damaged-" + number);
    }

    /** A copy is whole if the damaged file has been put aside; if not, the repair begins again. */
    private void finishRepair() throws IOException {
        if (Files.exists(repaired()) && !exist()) {
            Files.move(repaired(), database, StandardCopyOption.ATOMIC_MOVE);
        }
        for (String part : new String[] {"", "-journal"}) {
            Files.deleteIfExists(beside(repaired(), part));
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
