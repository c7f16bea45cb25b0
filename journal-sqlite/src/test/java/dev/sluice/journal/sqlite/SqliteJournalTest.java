package dev.sluice.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.journal.Journal;
import dev.sluice.journal.Journal.Entry;
import dev.sluice.journal.JournalException;
import dev.sluice.journal.JournalProvider;
import dev.sluice.journal.JournalSettings;
import dev.sluice.testkit.JournalContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {
    @TempDir
    private Path directory;

    @Override
    protected Journal open(JournalSettings settings) throws JournalException {
        return SqliteJournal.open(directory, settings, clock);
    }

    @Test
    void isFoundByItsType() {
        assertThat(ServiceLoader.load(JournalProvider.class))
                .extracting(JournalProvider::type)
                .containsExactly("sqlite");
    }

    @Test
    void hasItsRecordsAndNumbersAfterARestart() throws JournalException {
        Journal journal = journal();
        appendAll(journal, "a", 100);
        appendAll(journal, "b", 10);
        journal.close();
        Journal again = journal();
        assertThat(again.last("a")).isEqualTo(100);
        assertThat(texts(again, "a", 0, Long.MAX_VALUE, 1000)).containsExactlyElementsOf(numbered(0, 100));
        assertThat(appended(again, "a", "more")).isEqualTo(101);
        assertThat(appended(again, "b", "more")).isEqualTo(11);
        assertThat(appended(again, "c", "new")).isEqualTo(1);
    }

    @Test
    void leavesOneFileBehindThatItsOwnerCanRead() throws JournalException, SQLException {
        Journal journal = journal();
        appended(journal, "a", "hello");
        journal.close();
        assertThat(directory.resolve("journal.db-wal")).doesNotExist();
        assertThat(query("select name || ' ' || first || ' ' || cast(data as text)"
                        + " from segment join stream on stream.id = segment.stream"))
                .isEqualTo("a 1 hello");
    }

    @Test
    void tellsWhatIsDamagedWithoutMendingIt() throws Exception {
        JournalProvider provider = new SqliteJournalProvider();
        assertThat(provider.file(directory)).isEmpty();
        assertThat(provider.damage(directory)).isEmpty();
        Journal journal = journal();
        appendAll(journal, "a", 100);
        assertThatThrownBy(() -> provider.damage(directory))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("in use by another process");
        journal.close();
        assertThat(provider.damage(directory)).isEmpty();
        Path file = provider.file(directory).orElseThrow();
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4096, 8192, (byte) 0x55);
        Files.write(file, bytes);
        assertThat(provider.damage(directory)).isPresent();
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("damaged"));
        }
    }

    @Test
    void givesNoNumberTwiceThoughRetentionHasLeftNothing() throws JournalException, SQLException {
        Journal journal = journal(100, Duration.ofHours(1));
        appendAll(journal, "a", 25);
        clock.advance(Duration.ofHours(2));
        Awaitility.await().until(() -> recordsInTheFile() == 0);
        journal.close();
        Journal again = journal(100, Duration.ofHours(1));
        assertThat(again.last("a")).isEqualTo(25);
        assertThat(appended(again, "a", "more")).isEqualTo(26);
        again.close();
        assertThat(journal().last("a")).isEqualTo(26);
    }

    @Test
    void removesFromTheFileWhatIsTooMuch() throws JournalException, SQLException {
        Journal journal = journal(10, Duration.ofHours(1));
        appendAll(journal, "a", 5000);
        Awaitility.await().until(() -> recordsInTheFile() < 10 + Segment.RECORDS);
        assertThat(texts(journal, "a", 0, Long.MAX_VALUE, 100)).containsExactlyElementsOf(numbered(4990, 5000));
        journal.close();
        assertThat(texts(journal(10, Duration.ofHours(1)), "a", 0, Long.MAX_VALUE, 100))
                .hasSize(10);
    }

    @Test
    void servesNoMoreThanALowerLimitAllowsAfterARestart() throws JournalException, SQLException {
        Journal journal = journal();
        appendAll(journal, "a", 5000);
        journal.close();
        Journal again = journal(20, Duration.ofHours(24));
        assertThat(texts(again, "a", 0, Long.MAX_VALUE, 100)).containsExactlyElementsOf(numbered(4980, 5000));
        Awaitility.await().until(() -> recordsInTheFile() < 20 + Segment.RECORDS);
    }

    @Test
    void numbersWhatEightThreadsAppendWithoutAGapAndInTheOrderOfEach() throws JournalException {
        Journal journal = journal();
        List<Thread> threads = new ArrayList<>();
        Map<Integer, List<CompletionStage<Long>>> stages = new ConcurrentHashMap<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            threads.add(new Thread(() -> {
                List<CompletionStage<Long>> mine = new ArrayList<>();
                for (int record = 0; record < 2000; record++) {
                    mine.add(journal.append("a", bytes(number + ":" + record)));
                }
                stages.put(number, mine);
            }));
        }
        threads.forEach(Thread::start);
        Awaitility.await().until(() -> stages.size() == 8);
        stages.values().forEach(mine -> assertThat(mine.stream().map(JournalContract::<Long>await))
                .isSorted()
                .doesNotHaveDuplicates());
        List<Entry> all = read(journal, "a", 0, Long.MAX_VALUE, 100_000);
        assertThat(all)
                .extracting(Entry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 16_000).boxed().toList());
        for (int i = 0; i < 8; i++) {
            String prefix = i + ":";
            assertThat(all.stream().map(entry -> text(entry.data())).filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(LongStream.range(0, 2000)
                            .mapToObj(record -> prefix + record)
                            .toList());
        }
    }

    @Test
    void failsAppendsWhileTheDiskIsFullAndGoesOnAfterwards() throws JournalException, SQLException {
        SqliteJournal journal = (SqliteJournal) journal();
        appendAll(journal, "a", 100);
        journal.limitPages(1); // as many as there are
        long kept = 100;
        CompletableFuture<Long> stage;
        do {
            stage = journal.append("a", new byte[1000]).toCompletableFuture();
            CompletableFuture<Long> waited = stage;
            Awaitility.await().until(waited::isDone);
            kept += stage.isCompletedExceptionally() ? 0 : 1;
        } while (!stage.isCompletedExceptionally());
        assertThatThrownBy(stage::join)
                .hasCauseInstanceOf(JournalException.class)
                .hasMessageContaining("the disk is full")
                .hasMessageContaining(directory.resolve("journal.db").toString());
        assertThat(journal.append("new", new byte[1000]).toCompletableFuture()).failsWithin(Duration.ofMinutes(1));
        String longName = "a name that needs a page of its own " + "x".repeat(5000);
        assertThat(journal.append(longName, new byte[1]).toCompletableFuture()).failsWithin(Duration.ofMinutes(1));
        assertThat(journal.last("a")).isEqualTo(kept);
        assertThat(journal.last("new")).isZero();
        assertThat(read(journal, "a", 0, Long.MAX_VALUE, 10_000)).hasSize((int) kept);
        journal.limitPages(1_000_000);
        assertThat(appended(journal, "a", "there is room")).isEqualTo(kept + 1);
        assertThat(appended(journal, "new", "there is room")).isEqualTo(1);
        assertThat(appended(journal, longName, "there is room")).isEqualTo(1);
        journal.close();
        assertThat(journal().last("a")).isEqualTo(kept + 1);
    }

    @Test
    void refusesASecondOpener() throws JournalException {
        Journal journal = journal();
        assertThatThrownBy(this::journal)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(directory.resolve("journal.db").toString())
                .hasMessageContaining("in use");
        appended(journal, "a", "still works");
        journal.close();
        assertThat(journal().last("a")).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongWithADirectoryItCannotUse() {
        Path nowhere = directory.resolve("nowhere");
        JournalSettings settings = new JournalSettings(durability(), 10, Duration.ofHours(1));
        assertThatThrownBy(() -> SqliteJournal.open(nowhere, settings, clock))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(nowhere.toString());
        assertThat(Files.exists(nowhere)).isFalse();
    }

    @Test
    void refusesAStreamWithoutAName() throws JournalException {
        Journal journal = journal();
        assertThat(journal.append("", bytes("x")).toCompletableFuture()).isCompletedExceptionally();
    }

    private int recordsInTheFile() throws SQLException {
        return Integer.parseInt(query("select coalesce(sum(last - first + 1), 0) from segment"));
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
