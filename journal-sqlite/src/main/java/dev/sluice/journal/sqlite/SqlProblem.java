package dev.sluice.journal.sqlite;

import dev.sluice.journal.JournalException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's error codes mean, for people and for decisions. See https://www.sqlite.org/rescode.html. */
final class SqlProblem {
    private static final int PRIMARY = 0xff;
    private static final int ERROR = 1;
    private static final int READ_ONLY = 8;
    private static final int IO_ERROR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int NOT_A_DATABASE = 26;

    private SqlProblem() {}

    /**
     * Whether the file is not as SQLite wrote it. Our own statements are right, so one that does not compile means that the
     * schema is damaged.
     */
    static boolean isDamage(SQLException e) {
        if (e instanceof SQLiteException problem
                && problem.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ) {
            return true; // the file ends within a page
        }
        return switch (e.getErrorCode() & PRIMARY) {
            case ERROR, CORRUPT, NOT_A_DATABASE -> true;
            default -> false;
        };
    }

    /**
     * An exception for people.
     *
     * @param what for example {@code cannot read}
     */
    static JournalException told(String what, Path file, SQLException e) {
        return new JournalException(what + " " + file + ": " + words(e), e);
    }

    static String words(SQLException e) {
        return switch (e.getErrorCode() & PRIMARY) {
            case FULL -> "the disk is full";
            case IO_ERROR -> "the disk reports an error (" + e.getMessage() + ")";
            case READ_ONLY, CANNOT_OPEN -> "the file cannot be opened for writing (" + e.getMessage() + ")";
            case CORRUPT, NOT_A_DATABASE ->
                "the file is damaged; it is repaired when the gateway starts again (" + e.getMessage() + ")";
            default -> String.valueOf(e.getMessage());
        };
    }
}
