package dev.sluice.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** A journal's files, damaged in any way: what is opened serves a prefix and can be appended to, or we are told why not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalFuzzTest {
    private static final int MOST_CHANGES = 16;

    private Path directory = Path.of("");
    private List<Left> left = List.of();

    /** What processes left: one that ended well, one that was killed, and one that was killed in its second round of the log. */
    @BeforeAll
    void write(@TempDir Path directory) throws Exception {
        this.directory = directory;
        left = List.of(write("closed", false, true), write("killed", false, false), write("again", true, false));
    }

    private Left write(String name, boolean inSecondRound, boolean closed) throws Exception {
        Path written = Files.createDirectory(directory.resolve(name));
        Scene scene = new Scene();
        Random random = new Random(20260103);
        try (SqliteJournal journal = Scene.open(written)) {
            scene.write(journal, 30, random);
            if (inSecondRound) {
                checkpoint(written.resolve("journal.db"));
            }
            scene.writeTogether(journal, 30, random);
            if (!closed) {
                return Left.in(Scene.crashed(written, directory.resolve(name + "-crashed")), scene);
            }
        }
        return Left.in(written, scene);
    }

    private static void checkpoint(Path file) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("pragma wal_checkpoint(restart)");
        }
    }

    /** The first byte chooses a journal, the others say what is done to its files: see {@link Damage}. */
    @MethodSource("damages")
    @FuzzTest
    void servesAPrefixOfWhateverIsLeft(byte[] input) throws Exception {
        if (input == null || input.length == 0) {
            return;
        }
        Left whole = left.get((input[0] & 0xff) % left.size());
        Damage database = new Damage(whole.database());
        Damage log = new Damage(whole.log());
        for (int at = 1; at + Damage.LENGTH <= input.length && at < MOST_CHANGES * Damage.LENGTH; at += Damage.LENGTH) {
            (input[at] < 0 ? log : database).change(input, at);
        }
        Path folder = Files.createTempDirectory(directory, "damaged");
        Files.write(folder.resolve("journal.db"), database.bytes());
        if (whole.log().length > 0) {
            Files.write(folder.resolve("journal.db-wal"), log.bytes());
        }
        open(folder, whole.scene());
        empty(folder);
    }

    private static void open(Path folder, Scene scene) throws Exception {
        try (SqliteJournal journal = Scene.open(folder)) {
            scene.checkPrefixes(journal, false);
        } catch (JournalException e) {
            assertThat(e.getMessage()).contains("journal.db");
            return;
        }
        Scene.open(folder).close();
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** One for each kind of change, to both files; places are those of headers, roots and records. */
    static Stream<byte[]> damages() {
        return Stream.of(
                        "00",
                        "01",
                        "02",
                        "00 00000064 0d", // the kind of the first page
                        "00 00000012 01", // how the file is to be written
                        "00 00000010 10", // the size of a page
                        "00 01000fff 00", // cut within the first page
                        "00 01000000 00", // cut to nothing
                        "00 02001000 00", // a page of zeros
                        "00 03002000 01", // a page that is another
                        "01 80000000 01", // no log
                        "01 80000013 ff 80004000 01", // the log's salts, and a frame
                        "01 81002000 00", // a log cut
                        "02 83001040 03 00001800 80",
                        "02 82000000 00")
                .map(text -> HexFormat.of().parseHex(text.replace(" ", "")));
    }

    /** The files of a journal that no process has open, and what was written to it. */
    private record Left(byte[] database, byte[] log, Scene scene) {
        static Left in(Path folder, Scene scene) throws IOException {
            Path log = folder.resolve("journal.db-wal");
            return new Left(
                    Files.readAllBytes(folder.resolve("journal.db")),
                    Files.exists(log) ? Files.readAllBytes(log) : new byte[0],
                    scene);
        }
    }
}
