package dev.sluice.admin;

import dev.sluice.device.Health;
import dev.sluice.journal.Journal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A journal whose appends are timed, and whose records are counted on their way in and out. */
final class MeteredJournal implements Journal {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final Journal journal;
    private final Timer appends;
    private final Counter failures;
    private final Counter bytes;
    private final Counter replayed;

    MeteredJournal(Journal journal, MeterRegistry registry) {
        this.journal = journal;
        appends = Timer.builder("sluice.journal.append")
                .description("From a record's arrival until it was durable")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        failures = Counter.builder("sluice.journal.failures")
                .description("Records that could not be kept")
                .register(registry);
        bytes = Counter.builder("sluice.journal.bytes")
                .description("Bytes of records kept")
                .register(registry);
        replayed = Counter.builder("sluice.journal.replayed.records")
                .description("Records read again for those who were away")
                .register(registry);
        FunctionTimer.builder(
                        "sluice.journal.commit",
                        journal,
                        j -> j.commits().count(),
                        j -> j.commits().nanos(),
                        TimeUnit.NANOSECONDS)
                .description("Commits: records made durable together, with one answer of the disk")
                .register(registry);
        Gauge.builder(
                        "sluice.journal.commit.worst.seconds",
                        journal,
                        j -> j.commits().worstNanos() / 1e9)
                .description("The longest of the last commits")
                .register(registry);
    }

    @Override
    public CompletionStage<Long> append(String stream, byte[] record) {
        long began = System.nanoTime();
        CompletionStage<Long> stage = journal.append(stream, record);
        stage.whenComplete((number, failure) -> {
            if (failure != null) {
                failures.increment();
                return;
            }
            appends.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            bytes.increment(record.length);
        });
        return stage;
    }

    @Override
    public CompletionStage<List<Entry>> read(String stream, long after, long before, int limit) {
        CompletionStage<List<Entry>> page = journal.read(stream, after, before, limit);
        page.whenComplete((entries, failure) -> {
            if (failure == null) {
                replayed.increment(entries.size());
            }
        });
        return page;
    }

    @Override
    public Following follow(String stream, Consumer<List<Entry>> listener) {
        return journal.follow(stream, listener);
    }

    @Override
    public long last(String stream) {
        return journal.last(stream);
    }

    @Override
    public Health health() {
        return journal.health();
    }

    @Override
    public Commits commits() {
        return journal.commits();
    }

    @Override
    public void close() {
        journal.close();
    }
}
