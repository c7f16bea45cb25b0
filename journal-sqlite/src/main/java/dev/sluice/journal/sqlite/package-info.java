/**
 * The journal in an SQLite file, {@code journal.db} in the data directory; its owner can read it with {@code sqlite3}.
 *
 * <p>One thread writes ({@link dev.sluice.journal.sqlite.Writer}): it takes all that waits, makes one transaction of it,
 * commits, then tells everybody. The disk is asked to sync once per commit, however many records are in it; so the more
 * there is to do, the cheaper a record gets. Readers have connections of their own and are never in the writer's way, nor
 * it in theirs. Retention deletes a little between two commits.
 *
 * <p>Nothing in the file is believed without its checksum. What a crash cut off is found at the start and told; a damaged
 * file is kept, and what is good of it copied ({@link dev.sluice.journal.sqlite.Salvage}).
 */
@NullMarked
package dev.sluice.journal.sqlite;

import org.jspecify.annotations.NullMarked;
