package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.journal.Durability;
import dev.sluice.journal.Journal;
import dev.sluice.journal.Journal.Entry;
import dev.sluice.journal.Journal.Following;
import dev.sluice.journal.JournalException;
import dev.sluice.journal.JournalSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every journal promises, whatever it is made of. The tests of an engine extend this. */
public abstract class JournalContract {
    private static final Duration DAY = Duration.ofHours(24);

    /** The journal's time. */
    protected final ManualScheduler clock = new ManualScheduler();

    private final List<Journal> opened = new ArrayList<>();

    /** Opens a journal on the clock; if it is durable, one with the records of the one before it. */
    protected abstract Journal open(JournalSettings settings) throws JournalException;

    /** Opens a journal that is closed after the test. */
    protected final Journal journal(int records, Duration age) throws JournalException {
        Journal journal = open(new JournalSettings(durability(), records, age));
        opened.add(journal);
        return journal;
    }

    protected final Journal journal() throws JournalException {
        return journal(100_000, DAY);
    }

    /** What the engine is asked for. */
    protected Durability durability() {
        return Durability.FILE;
    }

    @AfterEach
    public void closeAll() {
        opened.forEach(Journal::close);
    }

    @Test
    public void numbersRecordsWithoutAGapPerStream() throws JournalException {
        Journal journal = journal();
        long a = appended(journal, "a", "one");
        long b = appended(journal, "b", "one");
        assertThat(a).isPositive();
        assertThat(appended(journal, "a", "two")).isEqualTo(a + 1);
        assertThat(appended(journal, "a", "three")).isEqualTo(a + 2);
        assertThat(appended(journal, "b", "two")).isEqualTo(b + 1);
        assertThat(journal.last("a")).isEqualTo(a + 2);
        assertThat(journal.last("b")).isEqualTo(b + 1);
    }

    @Test
    public void knowsNothingOfAStreamThatHasNoRecords() throws JournalException {
        Journal journal = journal();
        assertThat(journal.last("none")).isZero();
        assertThat(texts(journal, "none", 0, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(journal.follow("none", entries -> {}).last()).isZero();
    }

    @Test
    public void leavesNothingOutBetweenPagesOfLargeRecords() throws JournalException {
        Journal journal = journal();
        String large = "x".repeat(Journal.PAGE_BYTES / 2);
        long first = appended(journal, "a", large + 0);
        for (int i = 1; i < 7; i++) {
            appended(journal, "a", large + i);
        }
        long after = first - 1;
        for (List<String> page = texts(journal, "a", after, Long.MAX_VALUE, 100);
                !page.isEmpty();
                page = texts(journal, "a", after, Long.MAX_VALUE, 100)) {
            for (String text : page) {
                after++;
                assertThat(text).isEqualTo(large + (after - first));
            }
        }
        assertThat(after).isEqualTo(first + 6);
    }

    @Test
    public void readsBetweenTwoNumbersBothExclusive() throws JournalException {
        Journal journal = journal();
        long first = appendAll(journal, "a", 10);
        assertThat(texts(journal, "a", 0, Long.MAX_VALUE, 100)).containsExactlyElementsOf(numbered(0, 10));
        assertThat(texts(journal, "a", first, first + 4, 100)).containsExactlyElementsOf(numbered(1, 4));
        assertThat(texts(journal, "a", first + 7, Long.MAX_VALUE, 100)).containsExactlyElementsOf(numbered(8, 10));
        assertThat(texts(journal, "a", first + 3, first + 4, 100)).isEmpty();
        assertThat(texts(journal, "a", first + 4, first + 3, 100)).isEmpty();
        assertThat(texts(journal, "a", first + 9, Long.MAX_VALUE, 100)).isEmpty();
        assertThat(texts(journal, "b", 0, Long.MAX_VALUE, 100)).isEmpty();
    }

    @Test
    public void readsNoMoreThanAskedForFromTheLowestNumberOn() throws JournalException {
        Journal journal = journal();
        long first = appendAll(journal, "a", 10);
        List<Entry> page = read(journal, "a", first, Long.MAX_VALUE, 3);
        assertThat(page).extracting(Entry::sequence).containsExactly(first + 1, first + 2, first + 3);
        assertThat(texts(journal, "a", first, Long.MAX_VALUE, 0)).isEmpty();
    }

    @Test
    public void keepsBytesAsTheyAre() throws JournalException {
        Journal journal = journal();
        byte[] all = new byte[70_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31);
        }
        await(journal.append("a", all));
        await(journal.append("a", new byte[0]));
        List<Entry> entries = read(journal, "a", 0, Long.MAX_VALUE, 10);
        assertThat(entries.get(0).data()).isEqualTo(all);
        assertThat(entries.get(1).data()).isEmpty();
    }

    @Test
    public void completesStagesInTheOrderOfAppending() throws JournalException {
        Journal journal = journal();
        Queue<Long> completed = new ConcurrentLinkedQueue<>();
        CompletionStage<?> last = null;
        for (int i = 0; i < 1000; i++) {
            last = journal.append(i % 2 == 0 ? "a" : "b", bytes("record")).thenAccept(number -> completed.add(number));
        }
        await(last);
        assertThat(completed).hasSize(1000);
        List<Long> numbers = List.copyOf(completed);
        for (int i = 2; i < 1000; i++) {
            assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 2) + 1);
        }
    }

    @Test
    public void servesARecordAsSoonAsItsStageIsComplete() throws JournalException {
        Journal journal = journal();
        long number = appended(journal, "a", "here");
        assertThat(journal.last("a")).isEqualTo(number);
        assertThat(texts(journal, "a", number - 1, number + 1, 1)).containsExactly("here");
    }

    @Test
    public void tellsFollowersEveryRecordFromTheirPlaceOn() throws JournalException {
        Journal journal = journal();
        appended(journal, "a", "before");
        Queue<Entry> heard = new ConcurrentLinkedQueue<>();
        Following following = journal.follow("a", heard::addAll);
        assertThat(following.last()).isEqualTo(journal.last("a"));
        appendAll(journal, "b", 3);
        appendAll(journal, "a", 5);
        Awaitility.await().until(() -> heard.size() >= 5);
        assertThat(heard).extracting(entry -> text(entry.data())).containsExactlyElementsOf(numbered(0, 5));
        assertThat(heard)
                .extracting(Entry::sequence)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 5)
                        .mapToObj(i -> following.last() + i)
                        .toList());
    }

    @Test
    public void givesFollowersNeitherGapNorDoubleWhileRecordsAreAdded() throws JournalException {
        Journal journal = journal();
        CompletionStage<?> last = null;
        List<Follower> followers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            last = journal.append("a", bytes("record"));
            if (i % 50 == 0) {
                Queue<Long> heard = new ConcurrentLinkedQueue<>();
                Following following =
                        journal.follow("a", entries -> entries.forEach(entry -> heard.add(entry.sequence())));
                followers.add(new Follower(following.last(), heard));
            }
        }
        await(last);
        long first = read(journal, "a", 0, Long.MAX_VALUE, 1).get(0).sequence();
        long newest = journal.last("a");
        for (Follower follower : followers) {
            long from = follower.last == 0 ? first : follower.last + 1;
            List<Long> expected = LongStream.rangeClosed(from, newest).boxed().toList();
            Awaitility.await().until(() -> follower.heard.size() >= expected.size());
            assertThat(follower.heard).containsExactlyElementsOf(expected);
        }
    }

    @Test
    public void tellsAFollowerNothingMoreOnceItHasEnded() throws JournalException {
        Journal journal = journal();
        Queue<Entry> one = new ConcurrentLinkedQueue<>();
        Queue<Entry> other = new ConcurrentLinkedQueue<>();
        Following ended = journal.follow("a", one::addAll);
        journal.follow("a", other::addAll);
        ended.registration().close();
        ended.registration().close();
        appended(journal, "a", "after");
        Awaitility.await().until(() -> !other.isEmpty());
        assertThat(one).isEmpty();
    }

    @Test
    public void endsOneFollowingOnlyThoughAListenerFollowsTwice() throws JournalException {
        Journal journal = journal();
        Queue<Long> heard = new ConcurrentLinkedQueue<>();
        Consumer<List<Entry>> listener = entries -> entries.forEach(entry -> heard.add(entry.sequence()));
        Following first = journal.follow("a", listener);
        journal.follow("a", listener);
        first.registration().close();
        first.registration().close();
        long number = appended(journal, "a", "once");
        Awaitility.await().until(() -> !heard.isEmpty());
        assertThat(heard).containsExactly(number);
    }

    @Test
    public void goesOnWhenAFollowerFails() throws JournalException {
        Journal journal = journal();
        Queue<Entry> heard = new ConcurrentLinkedQueue<>();
        journal.follow("a", entries -> {
            throw new IllegalStateException("thrown by the test");
        });
        journal.follow("a", heard::addAll);
        appended(journal, "a", "one");
        appended(journal, "a", "two");
        Awaitility.await().until(() -> heard.size() == 2);
    }

    @Test
    public void servesTheNewestRecordsOnlyWhenThereAreTooMany() throws JournalException {
        Journal journal = journal(10, DAY);
        long first = appendAll(journal, "a", 25);
        appendAll(journal, "b", 3);
        assertThat(texts(journal, "a", 0, Long.MAX_VALUE, 100)).containsExactlyElementsOf(numbered(15, 25));
        assertThat(texts(journal, "a", first, Long.MAX_VALUE, 2)).containsExactlyElementsOf(numbered(15, 17));
        assertThat(texts(journal, "b", 0, Long.MAX_VALUE, 100)).containsExactlyElementsOf(numbered(0, 3));
        assertThat(journal.last("a")).isEqualTo(first + 24);
    }

    @Test
    public void servesNoRecordThatIsTooOld() throws JournalException {
        Journal journal = journal(100, Duration.ofHours(1));
        appendAll(journal, "a", 5);
        clock.advance(Duration.ofMinutes(59));
        long newer = appended(journal, "a", "newer");
        assertThat(texts(journal, "a", 0, Long.MAX_VALUE, 100)).hasSize(6);
        clock.advance(Duration.ofMinutes(2));
        assertThat(texts(journal, "a", 0, Long.MAX_VALUE, 100)).containsExactly("newer");
        clock.advance(Duration.ofHours(1));
        assertThat(texts(journal, "a", 0, Long.MAX_VALUE, 100)).isEmpty();
        assertThat(journal.last("a")).isEqualTo(newer);
        assertThat(appended(journal, "a", "newest")).isEqualTo(newer + 1);
    }

    @Test
    public void acceptsNothingOnceClosed() throws JournalException {
        Journal journal = journal();
        CompletionStage<Long> last = null;
        for (int i = 0; i < 100; i++) {
            last = journal.append("a", bytes("record"));
        }
        journal.close();
        journal.close();
        assertThat(last.toCompletableFuture()).isCompleted();
        assertThatThrownBy(() -> await(journal.append("a", bytes("late"))))
                .hasCauseInstanceOf(JournalException.class)
                .hasMessageContaining("closed");
    }

    /** Appends {@code 0, 1, 2, …} and returns the number of the first. */
    protected static long appendAll(Journal journal, String stream, int count) {
        List<CompletionStage<Long>> stages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stages.add(journal.append(stream, bytes(Integer.toString(i))));
        }
        List<Long> numbers =
                stages.stream().map(stage -> JournalContract.<Long>await(stage)).toList();
        return numbers.get(0);
    }

    /** Appends one record and waits until it is durable. */
    protected static long appended(Journal journal, String stream, String record) {
        return await(journal.append(stream, bytes(record)));
    }

    protected static List<Entry> read(Journal journal, String stream, long after, long before, int limit) {
        return await(journal.read(stream, after, before, limit));
    }

    protected static List<String> texts(Journal journal, String stream, long after, long before, int limit) {
        return read(journal, stream, after, before, limit).stream()
                .map(entry -> text(entry.data()))
                .toList();
    }

    /** What a stage completes with; its failure is the cause of the exception. */
    protected static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("nothing came", e);
        }
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What {@link #appendAll} appends. */
    protected static List<String> numbered(int from, int to) {
        return LongStream.range(from, to).mapToObj(Long::toString).toList();
    }

    private record Follower(long last, Queue<Long> heard) {}
}
