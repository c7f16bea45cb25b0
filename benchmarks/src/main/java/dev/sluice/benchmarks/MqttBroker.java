package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Mosquitto on loopback that keeps everything for a reader that is slow, and ends with {@link #close}. The generator's thread. */
final class MqttBroker implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final int port;
    private final Process process;

    private MqttBroker(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts one, and returns when it takes connections.
     *
     * @param cores where it runs, as {@code taskset} wants it
     * @param directory where its configuration may be
     */
    static MqttBroker start(Optional<String> cores, Path directory) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(directory.resolve("mosquitto-" + port + ".conf"), """
                listener %d 127.0.0.1
                allow_anonymous true
                max_queued_messages 0
                set_tcp_nodelay true
                log_type error
                """.formatted(port));
        List<String> command = new ArrayList<>();
        cores.ifPresent(some -> command.addAll(List.of("taskset", "-c", some)));
        command.addAll(List.of(program(), "-c", config.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        MqttBroker broker = new MqttBroker(port, process);
        broker.awaitConnections();
        return broker;
    }

    /** Debian has it where only root looks. */
    private static String program() throws IOException {
        return Stream.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new IOException("mosquitto: not there (expected: the package mosquitto installed)"));
    }

    private void awaitConnections() throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                SocketChannel.open(address()).close();
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new IOException(
                            "mosquitto: takes no connections (expected: within " + START.toSeconds() + " s)", e);
                }
                Thread.onSpinWait();
            }
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
