package dev.sluice.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server under test: a process of its own that was started here and ends with {@link #close}. The thread that measures,
 * beside a thread that reads what the process prints, so that it never waits for a reader.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final int LINES_KEPT = 20;

    /** What the virtual machine counts as neither its own nor the heap: direct buffers. */
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+, committed=(\\d+)\\)");

    private final Process process;
    private final ProcessFigures figures;

    private ServerProcess(Process process) {
        this.process = process;
        this.figures = new ProcessFigures(process.pid());
    }

    /**
     * Starts a server and returns when it is ready.
     *
     * @param ready a text that it prints when it listens
     */
    static ServerProcess start(List<String> command, Map<String, String> environment, String ready)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        ServerProcess server = new ServerProcess(builder.start());
        // Whoever ends this program ends its servers, too.
        Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroy));
        CompletableFuture<String> listening = new CompletableFuture<>();
        Thread reader = new Thread(() -> server.readUntilItEnds(ready, listening), "output of " + server.process.pid());
        reader.setDaemon(true);
        reader.start();
        try {
            listening.get(START.toSeconds(), TimeUnit.SECONDS);
            return server;
        } catch (ExecutionException | TimeoutException e) {
            server.close();
            throw new IOException(
                    "server: did not print '" + ready + "' (expected: within " + START.toSeconds() + " s): "
                            + e.getMessage(),
                    e);
        }
    }

    ProcessFigures figures() {
        return figures;
    }

    /** Bytes that the process occupies when the garbage is gone. */
    long residentBytesAfterCollection() throws IOException, InterruptedException {
        jcmd("GC.run");
        return figures.residentBytes();
    }

    /** Bytes of the objects that are in use. */
    long liveHeapBytes() throws IOException, InterruptedException {
        List<String> histogram = jcmd("GC.class_histogram");
        // The last line sums up: Total, how many objects, how many bytes.
        String[] total = histogram.get(histogram.size() - 1).trim().split("\\s+");
        if (total.length != 3 || !total[0].equals("Total")) {
            throw new IOException("last line of the histogram: " + String.join(" ", total) + " (expected: Total …)");
        }
        return Long.parseLong(total[2]);
    }

    /** Bytes outside the heap that Java code has asked for; the process has to run with native memory tracking. */
    long directBytes() throws IOException, InterruptedException {
        Matcher other = OTHER.matcher(String.join("\n", jcmd("VM.native_memory", "summary", "scale=1")));
        if (!other.find()) {
            throw new IOException("native memory: no line Other (expected: -XX:NativeMemoryTracking=summary)");
        }
        return Long.parseLong(other.group(1));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the process to end, and ends it if it does not. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, STOP.toSeconds(), TimeUnit.SECONDS)
                .join();
        if (process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }

    private void readUntilItEnds(String ready, CompletableFuture<String> listening) {
        Deque<String> lines = new ArrayDeque<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (lines.size() > LINES_KEPT) {
                    lines.remove();
                }
                if (line.contains(ready)) {
                    listening.complete(line);
                }
            }
            listening.completeExceptionally(new IOException("it ended after" + lines));
        } catch (IOException e) {
            listening.completeExceptionally(e);
        }
    }

    private List<String> jcmd(String... command) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(tool)) {
            throw new IOException(tool + ": not there (expected: a JDK, not only a Java runtime)");
        }
        List<String> all = new ArrayList<>(List.of(tool.toString(), Long.toString(process.pid())));
        all.addAll(List.of(command));
        Process asked = new ProcessBuilder(all).redirectErrorStream(true).start();
        List<String> answer;
        try (BufferedReader output = asked.inputReader()) {
            answer = output.lines().toList();
        }
        if (asked.waitFor() != 0) {
            throw new IOException(
                    "jcmd " + String.join(" ", command) + ": " + String.join(" ", answer) + " (expected: success)");
        }
        return answer;
    }
}
