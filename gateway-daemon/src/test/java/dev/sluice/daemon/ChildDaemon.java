package dev.sluice.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A daemon in a process of its own, so that it can be killed. */
final class ChildDaemon implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(ws://localhost:\\d+)/");

    private final Process process;
    private final URI address;

    private ChildDaemon(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Starts one, with its port for administration chosen by the system, and returns when it is ready. */
    static ChildDaemon start(Path config, Path dataDirectory, Path log) throws IOException {
        return start(List.of(), config, dataDirectory, log);
    }

    /** Starts one that may open so many files, and hears SIGINT wherever this runs: shells have background jobs ignore it. */
    static ChildDaemon start(int openFiles, Path config, Path dataDirectory, Path log) throws IOException {
        String become = "ulimit -n " + openFiles + " && exec env --default-signal=INT \"$@\"";
        return start(List.of("sh", "-c", become, "sh"), config, dataDirectory, log);
    }

    private static ChildDaemon start(List<String> before, Path config, Path dataDirectory, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.sluice.daemon.Main",
                "run",
                "--config",
                config.toString(),
                "--data-dir",
                dataDirectory.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("SLUICE_ADMIN_PORT", "0");
        Process process = builder.start();
        try {
            return new ChildDaemon(process, readAddress(process));
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The table ends with nothing in particular; the first address is all that is needed. */
    private static URI readAddress(Process process) throws IOException {
        BufferedReader table = process.inputReader();
        for (String line = table.readLine(); line != null; line = table.readLine()) {
            Matcher found = ADDRESS.matcher(line);
            if (found.find()) {
                return URI.create(found.group(1));
            }
        }
        throw new IOException("the daemon ended with " + process.onExit().join().exitValue() + " before it was ready");
    }

    URI uri(String path) {
        return address.resolve(path);
    }

    /** SIGKILL: no chance to say or to save anything. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends it a signal, without waiting for what comes of it. */
    void signal(String name) throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        if (new ProcessBuilder("kill", "-" + name, pid).start().waitFor() != 0) {
            throw new AssertionError("the daemon cannot be sent " + name);
        }
    }

    /** The exit code of one that has been asked to end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("the daemon did not stop within a minute");
        }
        return process.exitValue();
    }

    /** SIGTERM, without waiting for what comes of it. */
    void askToStop() {
        process.destroy();
    }

    /** SIGTERM, as whoever runs it would stop it; the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
