package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the journal, with the daemon as it is run: it is killed under load again and again, and nothing that any
 * consumer has ever received is missing afterwards, or different, or out of order; and nothing is there that nobody sent.
 */
class CrashIT {
    private static final int KILLS = 20;
    private static final int PRODUCERS = 4;
    private static final int MOST_BEFORE_A_KILL = 1500;

    /** Most records that have been sent and not been dispatched: however quick the machine, the stream's length is bounded. */
    private static final int WINDOW = 2000;

    private static final Pattern RECORD = Pattern.compile(
            "\\{\"op\":5,\"seq\":(\\d+),\"d\":\\{\"ts\":\"-\",\"n\":(\\d+)},\"uid\":\"p(\\d)\",\"t\":\"STEPS\"}");

    private final Random random = new Random(20_261_121);
    private final HttpClient http = HttpClient.newHttpClient();

    /** What each producer has sent, also what may not have arrived. */
    private final List<Set<Long>> sent = new ArrayList<>();

    /** The next number of each producer: no number is sent twice. */
    private final List<AtomicLong> next = new ArrayList<>();

    /** Every dispatch that a consumer has seen, by its number in the stream. */
    private final Map<Long, String> received = new ConcurrentHashMap<>();

    @TempDir
    private Path directory;

    @Test
    void losesNothingThatWasDispatchedWhenItIsKilled() throws Exception {
        for (int i = 0; i < PRODUCERS; i++) {
            sent.add(ConcurrentHashMap.newKeySet());
            next.add(new AtomicLong());
        }
        Path config = config();
        for (int life = 0; life < KILLS; life++) {
            try (ChildDaemon daemon = start(config)) {
                loadAndKill(daemon, 1 + random.nextInt(MOST_BEFORE_A_KILL));
            }
            if (life % 5 == 4) {
                try (ChildDaemon daemon = start(config)) {
                    check(replay(daemon));
                    assertThat(daemon.stop()).isZero();
                }
            }
        }
        assertThat(received).hasSizeGreaterThan(KILLS);
    }

    private void loadAndKill(ChildDaemon daemon, int dispatches) throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(dispatches);
        Semaphore window = new Semaphore(WINDOW);
        StreamClient consumer = new StreamClient(http, daemon.uri("/connect"), "consumer", 1, text -> {
            String before = received.put(sequence(text), text);
            assertThat(before).as("dispatched twice with one number").isNull();
            window.release();
            enough.countDown();
        });
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int number = i;
            StreamClient client = new StreamClient(http, daemon.uri("/connect"), "p" + i, 0, text -> {});
            producers.add(new Thread(() -> produce(client, number, window)));
        }
        producers.forEach(Thread::start);
        assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
        daemon.kill();
        window.release(WINDOW); // nothing comes back for what was under way
        for (Thread producer : producers) {
            producer.join();
        }
        consumer.abort();
    }

    private void produce(StreamClient client, int producer, Semaphore window) {
        boolean alive = true;
        while (alive) {
            window.acquireUninterruptibly();
            long n = next.get(producer).getAndIncrement();
            sent.get(producer).add(n);
            alive = client.send("{\"op\":6,\"t\":\"STEPS\",\"d\":{\"ts\":\"-\",\"n\":" + n + "}}");
        }
        client.abort();
    }

    /** Everything that the stream holds, in the order of the replay: it ends with a record sent for the purpose. */
    private List<String> replay(ChildDaemon daemon) throws InterruptedException {
        BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        StreamClient consumer = new StreamClient(http, daemon.uri("/connect"), "consumer", 1, texts::add);
        StreamClient producer = new StreamClient(http, daemon.uri("/connect"), "p0", 0, text -> {});
        long n = next.get(0).getAndIncrement();
        sent.get(0).add(n);
        producer.send("{\"op\":6,\"t\":\"STEPS\",\"d\":{\"ts\":\"-\",\"n\":" + n + "}}");
        String last = take(texts);
        received.put(sequence(last), last);
        consumer.send("{\"op\":7,\"d\":{\"after\":0}}");
        List<String> all = new ArrayList<>();
        do {
            all.add(take(texts));
        } while (!all.get(all.size() - 1).equals(last));
        consumer.abort();
        producer.abort();
        return all;
    }

    private void check(List<String> replayed) {
        Map<Integer, Long> lastOf = new HashMap<>();
        Map<Long, String> bySequence = new HashMap<>();
        long expected = 1;
        for (String text : replayed) {
            Matcher record = RECORD.matcher(text);
            assertThat(record.matches())
                    .as("a record that nobody can have sent: %s", text)
                    .isTrue();
            assertThat(Long.parseLong(record.group(1))).as("number of %s", text).isEqualTo(expected++);
            int producer = Integer.parseInt(record.group(3));
            long n = Long.parseLong(record.group(2));
            assertThat(sent.get(producer).contains(n)).as("sent: %s", text).isTrue();
            assertThat(n).as("order and uniqueness of p%s", producer).isGreaterThan(lastOf.getOrDefault(producer, -1L));
            lastOf.put(producer, n);
            bySequence.put(expected - 1, text);
        }
        received.forEach((sequence, text) ->
                assertThat(bySequence.get(sequence)).as("what was dispatched").isEqualTo(text));
    }

    private static long sequence(String text) {
        Matcher record = RECORD.matcher(text);
        assertThat(record.matches()).as(text).isTrue();
        return Long.parseLong(record.group(1));
    }

    private static String take(BlockingQueue<String> texts) throws InterruptedException {
        String text = texts.poll(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS);
        assertThat(text).as("a message within a minute").isNotNull();
        return text;
    }

    private ChildDaemon start(Path config) throws IOException {
        return ChildDaemon.start(config, directory.resolve("data"), directory.resolve("log"));
    }

    private Path config() throws Exception {
        StringBuilder yaml = new StringBuilder("listeners: [{name: http, port: 0}]\nadapters: []\n")
                .append("journal: {retention: {records: 100000000}}\n") // everything is to be there
                .append("protocols:\n  biometric:\n    tokens:\n")
                .append("      - {token-sha256: " + sha256("consumer") + ", developer: acme}\n");
        for (int i = 0; i < PRODUCERS; i++) {
            yaml.append("      - {token-sha256: " + sha256("p" + i) + ", developer: acme, user: p" + i + "}\n");
        }
        return Files.writeString(directory.resolve("sluice.yaml"), yaml);
    }

    private static String sha256(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
