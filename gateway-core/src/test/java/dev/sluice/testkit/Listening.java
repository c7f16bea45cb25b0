package dev.sluice.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of Mosquitto's client that listens to topics. */
public final class Listening implements AutoCloseable {
    /** A topic of which the broker keeps a message: who has asked for it last hears it when all is agreed. */
    static final String READY = "$SYS/broker/version";

    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final Process process;

    private Listening(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "mosquitto-sub");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it, and returns when the broker has agreed. */
    static Listening started(List<String> command) {
        try {
            Listening listening = new Listening(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
            if (!listening.subscribed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                listening.close();
                throw new AssertionError(command.get(0) + " did not subscribe within " + PATIENCE_SECONDS + " s");
            }
            return listening;
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command.get(0) + " (expected: mosquitto-clients installed)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    subscribed.countDown();
                } else {
                    messages.add(line);
                }
            }
        } catch (IOException e) {
            // it has been ended
        }
    }

    /** The next message, as topic, blank, payload; waiting for it if need be. */
    public String next() {
        try {
            String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message within " + PATIENCE_SECONDS + " s");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What has come and has not been taken. */
    public List<String> rest() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
