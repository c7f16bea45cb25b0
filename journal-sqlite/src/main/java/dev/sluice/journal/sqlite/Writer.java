package dev.sluice.journal.sqlite;

import dev.sluice.device.Health;
import dev.sluice.journal.Journal.Commits;
import dev.sluice.journal.Journal.Entry;
import dev.sluice.journal.JournalException;
import dev.sluice.journal.sqlite.AppendQueue.Append;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes records durable, many at a time, and tells those who wait for them. Runs on the thread {@code sluice-journal} until
 * its queue has been closed and is empty.
 */
final class Writer implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);
    private static final int WORST_FADES = 64;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Path file;
    private final AppendQueue queue;
    private final Database database;
    private final Retention retention;
    private final InstantSource clock;
    private final long limit;
    private final Trouble trouble = new Trouble("the journal keeps records again");
    private long lookedNanos = System.nanoTime();
    private volatile Commits commits = Commits.NONE;

    /**
     * One that has not started.
     *
     * @param limit most records that are served of a stream
     */
    Writer(Path file, AppendQueue queue, Database database, Retention retention, InstantSource clock, long limit) {
        this.file = file;
        this.queue = queue;
        this.database = database;
        this.retention = retention;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public void run() {
        retention.lookAtAll();
        while (!queue.isFinished()) {
            List<Append> appends = queue.take(retention.isDue() ? Duration.ZERO : LOOK_EVERY);
            if (!appends.isEmpty()) {
                write(appends);
            }
            lookNowAndThen();
            if (retention.isDue()) {
                retention.delete(appends.size());
            }
        }
    }

    private void lookNowAndThen() {
        long now = System.nanoTime();
        if (now - lookedNanos >= LOOK_EVERY.toNanos()) {
            lookedNanos = now;
            retention.lookAtAll();
        }
    }

    private void write(List<Append> appends) {
        Batch batch = Batch.of(appends, clock.instant().toEpochMilli());
        long began = System.nanoTime();
        try {
            database.add(batch);
        } catch (SQLException e) {
            fail(
                    appends,
                    SqlProblem.told("the record is not kept, the next one is tried again: cannot write to", file, e));
            return;
        } catch (RuntimeException e) {
            fail(appends, new JournalException("the record is not kept, the next one is tried again: " + e, e));
            return;
        }
        trouble.end();
        count(System.nanoTime() - began);
        tell(batch);
        retention.look(batch.byStream().keySet());
    }

    private void count(long nanos) {
        Commits before = commits;
        long fading = before.worstNanos() - before.worstNanos() / WORST_FADES; // the longest of the last ones, about
        commits = new Commits(before.count() + 1, before.nanos() + nanos, Math.max(nanos, fading));
    }

    /** For any thread. */
    Commits commits() {
        return commits;
    }

    /** For any thread. */
    Health health() {
        return trouble.health();
    }

    private void fail(List<Append> appends, JournalException problem) {
        trouble.begin(problem);
        appends.forEach(append -> append.stage().completeExceptionally(problem));
    }

    /** First everybody can see the new numbers, then the appenders hear of them, then the followers. */
    private void tell(Batch batch) {
        List<News> news = new ArrayList<>(batch.byStream().size());
        batch.byStream().forEach((stream, entries) -> {
            List<Entry> added = List.copyOf(entries);
            news.add(new News(added, stream.grow(added, batch.at(), limit)));
        });
        for (int i = 0; i < batch.size(); i++) {
            CompletableFuture<Long> stage = batch.appends().get(i).stage();
            stage.complete(batch.entries().get(i).sequence());
        }
        news.forEach(News::tell);
    }

    /** What a stream's followers have to hear. */
    private record News(List<Entry> entries, List<Consumer<List<Entry>>> followers) {
        void tell() {
            for (Consumer<List<Entry>> follower : followers) {
                try {
                    follower.accept(entries);
                } catch (RuntimeException e) {
                    log.error("a follower of the journal failed", e);
                }
            }
        }
    }
}
