package dev.sluice.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.journal.Journal.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database file itself is not as it was written. */
class DamageTest {
    private static final int ROUNDS = 50;

    private final Scene scene = new Scene();
    private final Random random = new Random(20260102);

    @TempDir
    private Path directory;

    @Test
    void servesAPrefixWhereverABitOfTheFileIsFlipped() throws Exception {
        Path whole = write(400);
        long size = Files.size(whole.resolve("journal.db"));
        int cut = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path flipped = Scene.crashed(whole, directory.resolve("flipped-" + round));
            Scene.flip(flipped.resolve("journal.db"), random.nextLong(size), 1 << random.nextInt(8));
            try (SqliteJournal journal = Scene.open(flipped)) {
                cut += scene.checkPrefixes(journal, true) < scene.size() ? 1 : 0;
            }
        }
        assertThat(cut).isPositive();
    }

    @Test
    void servesAPrefixWhenAWholePageIsLost() throws Exception {
        Path whole = write(400);
        long pages = Files.size(whole.resolve("journal.db")) / 4096;
        for (int page = 0; page < pages; page += 3) {
            Path torn = Scene.crashed(whole, directory.resolve("torn-" + page));
            byte[] file = Files.readAllBytes(torn.resolve("journal.db"));
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, file, page * 4096, noise.length);
            Files.write(torn.resolve("journal.db"), file);
            try (SqliteJournal journal = Scene.open(torn)) {
                scene.checkPrefixes(journal, true);
            }
        }
    }

    @Test
    void servesAPrefixWhereverTheFileIsTruncated() throws Exception {
        Path whole = write(400);
        long size = Files.size(whole.resolve("journal.db"));
        for (int round = 0; round < ROUNDS; round++) {
            Path cut = Scene.crashed(whole, directory.resolve("cut-" + round));
            long left = round == 0 ? 0 : random.nextLong(size);
            Scene.truncate(cut.resolve("journal.db"), left);
            try (SqliteJournal journal = Scene.open(cut)) {
                scene.checkPrefixes(journal, true);
            }
            if (left <= size - 4096) { // less is damage to a record, which shows when it is read
                assertThat(cut.resolve("journal.db.damaged-1")).exists();
            }
        }
    }

    @Test
    void keepsTheDamagedFileAndGoesOnHigher() throws Exception {
        Path file = write(50).resolve("journal.db");
        change(file, "delete from segment where stream = 1 and last = 5");
        byte[] damaged = Files.readAllBytes(file);
        try (SqliteJournal journal = Scene.open(file.getParent())) {
            String first = scene.firstStream();
            assertThat(Scene.all(journal, first)).extracting(Entry::sequence).containsExactly(1L, 2L, 3L, 4L);
            assertThat(journal.last(first)).isEqualTo(4 + Inspection.STEP);
            assertThat(journal.append(first, new byte[1]).toCompletableFuture().get())
                    .isEqualTo(5 + Inspection.STEP);
        }
        assertThat(file.resolveSibling("journal.db.damaged-1")).hasBinaryContent(damaged);
        try (SqliteJournal again = Scene.open(file.getParent())) {
            assertThat(Scene.all(again, scene.firstStream())).hasSize(5); // the gap of a repair is no damage
        }
        assertThat(file.resolveSibling("journal.db.damaged-2")).doesNotExist();
    }

    @Test
    void repairsAFileThatCouldBeReadButNotWritten() throws Exception {
        Path folder = write(20);
        Scene.flip(folder.resolve("journal.db"), 18, 0x40); // the version that may write to it
        try (SqliteJournal journal = Scene.open(folder)) {
            assertThat(scene.checkPrefixes(journal, true)).isEqualTo(20);
        }
        assertThat(folder.resolve("journal.db.damaged-1")).exists();
    }

    @Test
    void countsTheDamagedFilesItKeeps() throws Exception {
        Path folder = write(20);
        for (int damaged = 1; damaged <= 3; damaged++) {
            Files.writeString(folder.resolve("journal.db"), "this is no database " + damaged);
            try (SqliteJournal journal = Scene.open(folder)) {
                scene.checkPrefixes(journal, true);
            }
            assertThat(folder.resolve("journal.db.damaged-" + damaged)).hasContent("this is no database " + damaged);
        }
    }

    @Test
    void findsTheNamesOfStreamsInTheIndexWhenTheirTableIsWrong() throws Exception {
        Path file = write(50).resolve("journal.db");
        change(file, "update stream set last = 7, checksum = 0");
        try (SqliteJournal journal = Scene.open(file.getParent())) {
            assertThat(scene.checkPrefixes(journal, true)).isEqualTo(50);
        }
    }

    @Test
    void takesTheRepairedFileOfAnInterruptedStart() throws Exception {
        Path folder = write(20);
        Files.move(folder.resolve("journal.db"), folder.resolve("journal.db.repaired"));
        try (SqliteJournal journal = Scene.open(folder)) {
            assertThat(scene.checkPrefixes(journal, true)).isEqualTo(20);
        }
        assertThat(folder.resolve("journal.db.repaired")).doesNotExist();
    }

    @Test
    void endsAPageBeforeARecordThatIsNotAsItWasWritten() throws Exception {
        Path folder = write(50);
        change(folder.resolve("journal.db"), "update segment set data = x'00' where stream = 1 and last = 5");
        try (SqliteJournal journal = Scene.open(folder)) {
            String first = scene.firstStream();
            assertThat(Scene.all(journal, first)).extracting(Entry::sequence).containsExactly(1L, 2L, 3L, 4L);
            assertThat(Scene.all(journal, first)).hasSize(4);
        }
    }

    /** A closed journal. */
    private Path write(int records) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("whole"));
        try (SqliteJournal journal = Scene.open(folder)) {
            scene.write(journal, records / 2, random);
            scene.writeTogether(journal, records - records / 2, random);
        }
        return folder;
    }

    private static void change(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
