package dev.sluice.journal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.journal.Durability;
import dev.sluice.journal.Journal;
import dev.sluice.journal.Journal.Entry;
import dev.sluice.journal.JournalException;
import dev.sluice.journal.JournalSettings;
import dev.sluice.testkit.ManualScheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A journal with known records, to be damaged, and what may then be expected of it. */
final class Scene {
    private static final JournalSettings SETTINGS =
            new JournalSettings(Durability.FILE, 1_000_000, Duration.ofDays(365));
    private static final ManualScheduler CLOCK = new ManualScheduler();
    private static final long MINUTES = 1;

    private final Map<String, List<byte[]>> written = new LinkedHashMap<>();

    static SqliteJournal open(Path directory) throws JournalException {
        return SqliteJournal.open(directory, SETTINGS, CLOCK);
    }

    /** Appends records to three streams, each in a commit of its own. */
    void write(Journal journal, int records, Random random) throws Exception {
        for (int i = 0; i < records; i++) {
            String stream = "stream-" + random.nextInt(3);
            byte[] data = new byte[random.nextInt(600)];
            random.nextBytes(data);
            List<byte[]> before = written.computeIfAbsent(stream, name -> new ArrayList<>());
            long number = await(journal, stream, data);
            before.add(data);
            assertThat(number).isEqualTo(before.size());
        }
    }

    /** Appends records to one stream without waiting, so that many share a commit. */
    void writeTogether(Journal journal, int records, Random random) {
        List<byte[]> before = written.computeIfAbsent("together", name -> new ArrayList<>());
        List<CompletableFuture<Long>> appended = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            byte[] data = new byte[random.nextInt(600)];
            random.nextBytes(data);
            before.add(data);
            appended.add(journal.append("together", data).toCompletableFuture());
        }
        assertThat(CompletableFuture.allOf(appended.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofMinutes(MINUTES));
    }

    private static long await(Journal journal, String stream, byte[] data) throws Exception {
        return journal.append(stream, data).toCompletableFuture().get(MINUTES, TimeUnit.MINUTES);
    }

    static List<Entry> all(Journal journal, String stream) throws Exception {
        List<Entry> all = new ArrayList<>();
        List<Entry> page = page(journal, stream, 0);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = page(journal, stream, page.get(page.size() - 1).sequence());
        }
        return all;
    }

    private static List<Entry> page(Journal journal, String stream, long after) throws Exception {
        return journal.read(stream, after, Long.MAX_VALUE, Integer.MAX_VALUE)
                .toCompletableFuture()
                .get(MINUTES, TimeUnit.MINUTES);
    }

    /** The stream that was written to first: it has the number 1. */
    String firstStream() {
        return written.keySet().iterator().next();
    }

    /** How many records the streams have together. */
    int size() {
        return written.values().stream().mapToInt(List::size).sum();
    }

    /** Checks that of each stream a prefix is served, byte for byte, and that it can be appended to; returns how many. */
    int checkPrefixes(Journal journal, boolean numbersComeOnce) throws Exception {
        int served = 0;
        for (Map.Entry<String, List<byte[]>> stream : written.entrySet()) {
            List<Entry> entries = all(journal, stream.getKey());
            List<byte[]> expected = stream.getValue();
            assertThat(entries).hasSizeLessThanOrEqualTo(expected.size());
            for (int i = 0; i < entries.size(); i++) {
                assertThat(entries.get(i).sequence()).isEqualTo(i + 1);
                assertThat(entries.get(i).data()).isEqualTo(expected.get(i));
            }
            long next = await(journal, stream.getKey(), new byte[] {1, 2, 3});
            assertThat(next).isGreaterThan(numbersComeOnce ? expected.size() : entries.size());
            assertThat(journal.last(stream.getKey())).isEqualTo(next);
            served += entries.size();
        }
        return served;
    }

    /** The files as they would be after a sudden end of the process: no copy of what is in its memory. */
    static Path crashed(Path directory, Path copy) throws IOException {
        Files.createDirectories(copy);
        for (String name : List.of("journal.db", "journal.db-wal")) {
            if (Files.exists(directory.resolve(name))) {
                Files.copy(directory.resolve(name), copy.resolve(name));
            }
        }
        return copy;
    }

    static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    /** Changes some bits of the byte at a place. */
    static void flip(Path file, long place, int bits) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, place);
            one.put(0, (byte) (one.get(0) ^ bits)).rewind();
            channel.write(one, place);
        }
    }
}
