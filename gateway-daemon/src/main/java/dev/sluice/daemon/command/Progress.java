package dev.sluice.daemon.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * A bar on the terminal for what takes longer than two seconds; nothing where there is no terminal. It is drawn by a thread of
 * its own and wiped away by {@link #close}.
 */
public final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int WIDTH = 30;

    private final String what;
    private final DoubleSupplier done;
    private final PrintStream terminal;
    private final boolean isTerminal;
    private final Duration patience;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-progress");
        thread.setDaemon(true);
        return thread;
    });
    private boolean drawn;

    Progress(String what, DoubleSupplier done, PrintStream terminal, boolean isTerminal, Duration patience) {
        this.what = what;
        this.done = done;
        this.terminal = terminal;
        this.isTerminal = isTerminal;
        this.patience = patience;
    }

    /** @param done between 0 and 1, or NaN where nobody knows; called by another thread */
    public static Progress of(String what, DoubleSupplier done) {
        return new Progress(what, done, System.err, isTerminal(), PATIENCE);
    }

    /** From now on it takes time. */
    public void start() {
        if (isTerminal) {
            clock.scheduleAtFixedRate(this::draw, patience.toMillis(), 200, TimeUnit.MILLISECONDS);
        }
    }

    /** From Java 22 on a console does not mean a terminal; a terminal that says nothing of itself gets no bar. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        return System.console() != null
                && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    }

    private synchronized void draw() {
        if (clock.isShutdown()) {
            return;
        }
        drawn = true;
        double part = done.getAsDouble();
        if (Double.isNaN(part)) {
            terminal.print("\r" + what + " …");
        } else {
            int full = (int) (Math.max(0, Math.min(1, part)) * WIDTH);
            terminal.print("\r" + what + " [" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] "
                    + (int) (Math.min(1, part) * 100) + " %");
        }
        terminal.flush();
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        if (drawn) {
            terminal.print("\r" + " ".repeat(what.length() + WIDTH + 10) + "\r");
            terminal.flush();
        }
    }
}
