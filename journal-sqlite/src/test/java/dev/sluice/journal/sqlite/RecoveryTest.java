package dev.sluice.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process ended suddenly: what the write-ahead log has is served, and nothing else. */
class RecoveryTest {
    private static final int ROUNDS = 50;

    private final Scene scene = new Scene();
    private final Random random = new Random(20260101);

    @TempDir
    private Path directory;

    @Test
    void servesEverythingThatWasAcceptedWhenNothingIsCut() throws Exception {
        Path crashed = writeAndCrash(200);
        assertThat(WalTail.examine(wal(crashed))).isEqualTo(new WalTail(0, false));
        try (SqliteJournal journal = Scene.open(crashed)) {
            assertThat(scene.checkPrefixes(journal, true)).isEqualTo(200);
        }
    }

    @Test
    void servesAPrefixWhereverTheLogIsTruncated() throws Exception {
        Path whole = writeAndCrash(150);
        long size = Files.size(wal(whole));
        int mostServed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path cut = Scene.crashed(whole, directory.resolve("cut-" + round));
            Scene.truncate(wal(cut), random.nextLong(size));
            assertThat(WalTail.examine(wal(cut)).numbersLost()).isFalse();
            try (SqliteJournal journal = Scene.open(cut)) {
                mostServed = Math.max(mostServed, scene.checkPrefixes(journal, false));
            }
        }
        assertThat(mostServed).isPositive();
    }

    @Test
    void servesAPrefixWhereverABitOfTheLogIsFlipped() throws Exception {
        Path whole = writeAndCrash(150);
        long size = Files.size(wal(whole));
        for (int round = 0; round < ROUNDS; round++) {
            Path flipped = Scene.crashed(whole, directory.resolve("flipped-" + round));
            long place = size / 2 + random.nextLong(size / 2);
            Scene.flip(wal(flipped), place, 1 << random.nextInt(8));
            assertThat(WalTail.examine(wal(flipped)).cut()).isPositive();
            try (SqliteJournal journal = Scene.open(flipped)) {
                assertThat(scene.checkPrefixes(journal, false)).isLessThan(scene.size());
            }
        }
    }

    @Test
    void doesNotGiveNumbersAgainThatSomebodyMayHaveSeen() throws Exception {
        Path flipped = writeAndCrash(100);
        Scene.flip(wal(flipped), Files.size(wal(flipped)) / 2, 1);
        assertThat(WalTail.examine(wal(flipped)).numbersLost()).isTrue();
        try (SqliteJournal journal = Scene.open(flipped)) {
            scene.checkPrefixes(journal, true);
            assertThat(journal.append("unheard of", new byte[1])
                            .toCompletableFuture()
                            .get())
                    .isGreaterThan(Inspection.STEP);
        }
    }

    @Test
    void tellsWhatIsCutByTheByte() throws Exception {
        Path cut = writeAndCrash(20);
        Scene.truncate(wal(cut), Files.size(wal(cut)) - 5);
        WalTail tail = WalTail.examine(wal(cut));
        assertThat(tail.numbersLost()).isFalse();
        assertThat((Files.size(wal(cut)) - tail.cut() - 32) % (24 + 4096)).isZero();
        assertThat(tail.cut()).isGreaterThan(4000);
    }

    @Test
    void doesNotTakeWhatIsLeftOfAnEarlierRoundForSomethingThatIsCut() throws Exception {
        try (SqliteJournal journal = Scene.open(directory)) {
            scene.write(journal, 50, random);
            checkpoint();
            scene.write(journal, 3, random);
            Path crashed = Scene.crashed(directory, directory.resolve("crashed"));
            assertThat(WalTail.examine(wal(crashed))).isEqualTo(new WalTail(0, false));
            try (SqliteJournal again = Scene.open(crashed)) {
                assertThat(scene.checkPrefixes(again, true)).isEqualTo(53);
            }
        }
    }

    @Test
    void servesAPrefixThoughTheMainFileIsAheadOfTheLog() throws Exception {
        try (SqliteJournal journal = Scene.open(directory)) {
            scene.write(journal, 100, random);
            checkpoint();
            scene.write(journal, 100, random);
            try (Connection other = connect();
                    Statement statement = other.createStatement()) {
                statement.execute("pragma wal_checkpoint(passive)"); // copied, but the log is still there
            }
            Path whole = Scene.crashed(directory, directory.resolve("whole"));
            long size = Files.size(wal(whole));
            for (int round = 0; round < ROUNDS; round++) {
                Path flipped = Scene.crashed(whole, directory.resolve("flipped-" + round));
                Scene.flip(wal(flipped), random.nextLong(size), 1 << random.nextInt(8));
                try (SqliteJournal again = Scene.open(flipped)) {
                    scene.checkPrefixes(again, false);
                }
            }
        }
    }

    private void checkpoint() throws SQLException {
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            statement.execute("pragma wal_checkpoint(restart)");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
    }

    private Path writeAndCrash(int records) throws Exception {
        try (SqliteJournal journal = Scene.open(directory)) {
            scene.write(journal, records, random);
            return Scene.crashed(directory, directory.resolve("crashed"));
        }
    }

    private static Path wal(Path directory) {
        return directory.resolve("journal.db-wal");
    }
}
