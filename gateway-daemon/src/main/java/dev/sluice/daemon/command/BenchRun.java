package dev.sluice.daemon.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Asks for a while. Started once, by one thread; answers come on the target's threads. */
final class BenchRun {
    /** Latencies that are kept; with so many it ends before its time, rather than fill the memory. */
    private static final int MOST = 2_000_000;

    private final BenchTarget target;
    private final int connections;
    private final long lengthNanos;
    private final long[] latencies = new long[MOST];
    private final Map<String, Integer> failures = new TreeMap<>();
    private int count;
    private volatile long started;

    BenchRun(BenchTarget target, int connections, int seconds) {
        this.target = target;
        this.connections = connections;
        this.lengthNanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    /** How much of the time has passed, 0 to 1. */
    double done() {
        return started == 0 ? 0 : (System.nanoTime() - started) / (double) lengthNanos;
    }

    BenchResult call() throws CommandFailure, InterruptedException {
        List<BenchTarget.Asker> askers = connected();
        CountDownLatch over = new CountDownLatch(askers.size());
        started = System.nanoTime();
        askers.forEach(asker -> ask(asker, over));
        over.await();
        double seconds = (System.nanoTime() - started) / 1e9;
        askers.forEach(BenchTarget.Asker::end);
        synchronized (this) {
            long[] sorted = Arrays.copyOf(latencies, count);
            Arrays.sort(sorted);
            return new BenchResult(connections, seconds, sorted, Map.copyOf(failures));
        }
    }

    private List<BenchTarget.Asker> connected() throws CommandFailure, InterruptedException {
        List<BenchTarget.Asker> askers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            CompletableFuture<BenchTarget.Asker> connection = target.connect().toCompletableFuture();
            try {
                askers.add(connection.get());
            } catch (ExecutionException e) {
                askers.forEach(BenchTarget.Asker::end);
                throw new CommandFailure(
                        ExitCode.NOT_REACHABLE,
                        "connection " + (i + 1) + ": " + name(e) + " (expected: an address that answers; does it want a"
                                + " --header with a login?)");
            }
        }
        return askers;
    }

    /** A loop on the thread that brings the answer; a connection that fails asks no more. */
    private void ask(BenchTarget.Asker asker, CountDownLatch over) {
        long before = System.nanoTime();
        CompletionStage<?> answer = asker.ask();
        answer.whenCompleteAsync((done, failure) -> {
            long now = System.nanoTime();
            boolean isOver = record(now - before, failure == null ? "" : name(failure));
            if (failure != null || isOver || now - started >= lengthNanos) {
                over.countDown();
            } else {
                ask(asker, over);
            }
        });
    }

    private synchronized boolean record(long nanos, String failure) {
        if (!failure.isEmpty()) {
            failures.merge(failure, 1, Integer::sum);
        } else if (count < MOST) {
            latencies[count++] = nanos;
        }
        return count == MOST;
    }

    private static String name(Throwable failure) {
        boolean isWrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        Throwable cause = failure.getCause();
        Throwable real = isWrapped && cause != null ? cause : failure;
        return real instanceof IllegalStateException
                ? String.valueOf(real.getMessage())
                : real.getClass().getSimpleName();
    }
}
