package dev.sluice.daemon.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is printed of something that goes on, until there is enough of it, it fails, or nobody reads it any more. Safe for use by
 * several threads; who prints waits for who reads.
 */
final class Lines {
    private final Output output;
    private final int most;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable CommandFailure> failure = new AtomicReference<>();
    private int printed;

    /** @param most how many; 0 is no end */
    Lines(Output output, int most) {
        this.output = output;
        this.most = most;
    }

    /**
     * Prints one.
     *
     * @param text the same for people
     */
    synchronized void print(JsonNode json, String text) {
        if (over.getCount() == 0) {
            return;
        }
        if (output.isJson()) {
            output.jsonLine(json);
        } else {
            output.line(text);
        }
        if (++printed == most || !output.isRead()) {
            over.countDown();
        }
    }

    /** Nothing can come any more, which was not foreseen. */
    synchronized void fail(CommandFailure why) {
        if (over.getCount() > 0) {
            failure.set(why);
            over.countDown();
        }
    }

    /** Waits until it is over; the command's exit code. */
    int await() throws CommandFailure, InterruptedException {
        over.await();
        CommandFailure why = failure.get();
        if (why != null) {
            throw why;
        }
        return ExitCode.OK.number();
    }
}
