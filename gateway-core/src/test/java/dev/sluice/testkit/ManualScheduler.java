package dev.sluice.testkit;

import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock whose hands the test moves; tasks run on the thread that moves them, in the order in which they are due. */
public final class ManualScheduler implements Scheduler {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Task> tasks = new ArrayList<>();
    private Instant now;
    private long count;

    public ManualScheduler() {
        this(START);
    }

    public ManualScheduler(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Registration after(Duration delay, Runnable action) {
        Task task = new Task(now.plus(delay), count++, action);
        tasks.add(task);
        return () -> remove(task);
    }

    /** Moves the clock, running what falls due on the way at its own time. */
    public void advance(Duration duration) {
        Instant end = instant().plus(duration);
        for (Task due = next(end); due != null; due = next(end)) {
            due.action.run();
        }
        synchronized (this) {
            now = end;
        }
    }

    /** How many tasks wait: nothing should be left behind by what has been closed. */
    public synchronized int pending() {
        return tasks.size();
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    private synchronized Task next(Instant end) {
        Task first = tasks.stream()
                .filter(task -> !task.due.isAfter(end))
                .min(Comparator.comparing((Task task) -> task.due).thenComparing(task -> task.number))
                .orElse(null);
        if (first != null) {
            tasks.remove(first);
            now = first.due.isAfter(now) ? first.due : now;
        }
        return first;
    }

    private record Task(Instant due, long number, Runnable action) {}
}
