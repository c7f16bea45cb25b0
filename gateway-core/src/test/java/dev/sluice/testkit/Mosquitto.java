package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real broker on a free loopback port, which a test starts, kills and starts again. Fails if Mosquitto is not installed. */
public final class Mosquitto implements AutoCloseable {
    private final Path directory;
    private final int port = freePort();
    private final List<String> settings = new ArrayList<>();
    private Process process;

    /** A broker that has not been started; settings are lines of its configuration. */
    public Mosquitto(Path directory, String... settings) {
        this.directory = directory;
        this.settings.add("listener " + port + " 127.0.0.1");
        this.settings.addAll(List.of(settings));
        if (process("id", "-u").equals("0")) {
            this.settings.add("user root"); // else it gives up the right to read the test's files
        }
    }

    /** Where it listens, also after a restart. */
    public int port() {
        return port;
    }

    /** Starts it, and returns when it takes connections. */
    public Mosquitto start() throws IOException {
        Path config = Files.writeString(directory.resolve("mosquitto.conf"), String.join("\n", settings) + "\n");
        process = new ProcessBuilder(program("mosquitto"), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("mosquitto.log").toFile()))
                .start();
        await().atMost(Duration.ofMinutes(1)).until(this::accepts);
        return this;
    }

    /** Ends it without a goodbye. */
    public void kill() {
        process.destroyForcibly();
        await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());
    }

    /** Lets it stand still: connections stay, but nothing is answered. */
    public void freeze() {
        process("kill", "-STOP", "" + process.pid());
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() {
        process("kill", "-CONT", "" + process.pid());
    }

    /** Listens to topics by Mosquitto's own client; it hears everything that is published from now on. */
    public Listening listen(String... topics) {
        List<String> command = new ArrayList<>(
                List.of(program("mosquitto_sub"), "-h", "127.0.0.1", "-p", "" + port, "-q", "1", "-F", "%t %p"));
        for (String topic : topics) {
            command.addAll(List.of("-t", topic));
        }
        command.addAll(List.of("-t", Listening.READY));
        return Listening.started(command);
    }

    /** Publishes by Mosquitto's own client. */
    public void publish(String topic, String payload, String... options) {
        List<String> command = new ArrayList<>(List.of(
                program("mosquitto_pub"), "-h", "127.0.0.1", "-p", "" + port, "-q", "1", "-t", topic, "-m", payload));
        command.addAll(List.of(options));
        process(command.toArray(String[]::new));
    }

    /** The message that the broker keeps for a topic, or the next one, heard by Mosquitto's own client. */
    public String retained(String topic) {
        return process(
                program("mosquitto_sub"), "-h", "127.0.0.1", "-p", "" + port, "-t", topic, "-C", "1", "-W", "10");
    }

    private boolean accepts() {
        assertThat(process.isAlive())
                .as("mosquitto is running, see %s", directory)
                .isTrue();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** What a program says that must succeed. */
    public static String process(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            assertThat(process.waitFor()).as("%s: %s", command[0], output).isZero();
            return output;
        } catch (IOException e) {
            throw new AssertionError(
                    "cannot run " + command[0] + " (expected: mosquitto and mosquitto-clients installed)", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Where a program is; some systems have it where only root looks. */
    public static String program(String name) {
        return Stream.of("/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/", "/opt/homebrew/sbin/")
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(name);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
