package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of the servers that are compared, running, and where its protocols are.
 *
 * @param name what the tables call it
 * @param panels its PlaceOS control socket
 * @param telemetry for subscribers with filters
 * @param fanOuts what one panel changes and many are told of
 * @param tlsPort where it serves the same over TLS
 * @param streams a developer of biometric streams, if the server has any
 * @param otherStreams another one
 */
record Server(
        String name,
        ServerProcess process,
        Target endrpi,
        Target valve,
        Target panels,
        Telemetry telemetry,
        FanOuts fanOuts,
        int tlsPort,
        Optional<Developer> streams,
        Optional<Developer> otherStreams)
        implements AutoCloseable {
    static final String PANELS = "/api/engine/v2/systems/control";

    ProcessFigures figures() {
        return process.figures();
    }

    /** One of its targets over TLS. */
    Target secured(Target plain) {
        return plain.secured(tlsPort);
    }

    /** A developer of biometric streams; only Sluice has one. */
    Developer developer() {
        return streams.orElseThrow();
    }

    /** Another one. */
    Developer otherDeveloper() {
        return otherStreams.orElseThrow();
    }

    @Override
    public void close() {
        process.close();
    }

    /**
     * How servers are started: each with the same options for its virtual machine, on the first core if cores can be chosen.
     *
     * @param sluiceClassPath the daemon and its libraries
     * @param jvmOptions for both servers
     * @param cores where the servers run, as {@code taskset} wants it; empty if cores cannot be chosen
     * @param directory an empty one, for what Sluice keeps
     */
    record Start(String sluiceClassPath, List<String> jvmOptions, Optional<String> cores, Path directory) {
        /** The same with further options for both servers. */
        Start with(List<String> moreJvmOptions) {
            List<String> all = new ArrayList<>(jvmOptions);
            all.addAll(moreJvmOptions);
            return new Start(sluiceClassPath, all, cores, directory);
        }

        /** The same on every core: for what several threads of a server do at once. */
        Start onEveryCore() {
            return new Start(sluiceClassPath, jvmOptions, cores.map(some -> Machine.everyCore()), directory);
        }

        Server baseline() throws IOException, InterruptedException {
            int port = freePort();
            int tlsPort = freePort();
            ServerProcess process = ServerProcess.start(
                    java(
                            System.getProperty("java.class.path"),
                            BaselineServer.class.getName(),
                            Integer.toString(port),
                            Integer.toString(tlsPort),
                            BaselineTls.keyStore(directory).toString()),
                    Map.of(),
                    "localhost:" + port);
            return new Server(
                    "plain Netty",
                    process,
                    Target.of(port, "/endrpi"),
                    Target.of(port, "/valve"),
                    Target.of(port, PANELS),
                    BaselineTelemetry.of(port),
                    new BaselineFanOuts(port),
                    tlsPort,
                    Optional.empty(),
                    Optional.empty());
        }

        /** With its embedded default configuration, but for limits that a load must pass, and heartbeats that it does not send. */
        Server sluice() throws IOException, InterruptedException {
            return sluice(Files.createTempDirectory(directory, "sluice-"), List.of());
        }

        /** The same with a configuration, which may leave the credentials out: they are those of the embedded default. */
        Server sluice(Path config) throws IOException, InterruptedException {
            Path data = Files.createTempDirectory(directory, "sluice-");
            sluice(data, List.of()).close();
            return sluice(data, List.of("--config", config.toString()));
        }

        private Server sluice(Path data, List<String> options) throws IOException, InterruptedException {
            int port = freePort();
            int tlsPort = freePort();
            List<String> arguments = new ArrayList<>(List.of(
                    "dev.sluice.daemon.Main",
                    "run",
                    "--data-dir",
                    data.toString(),
                    "--port",
                    Integer.toString(port),
                    "--tls-port",
                    Integer.toString(tlsPort),
                    "--admin-port",
                    "0"));
            arguments.addAll(options);
            ServerProcess process = ServerProcess.start(
                    java(sluiceClassPath, arguments.toArray(String[]::new)),
                    Map.of(
                            "SLUICE_TRANSPORT_LIMITS_LOOP_LAG",
                                    "10m", // this machine's delays are no reason to be turned away
                            "SLUICE_PROTOCOLS_ENDRPI_LIMITS_MESSAGES_PER_SECOND", "0",
                            "SLUICE_PROTOCOLS_VALVE_LIMITS_MESSAGES_PER_SECOND", "0",
                            "SLUICE_PROTOCOLS_PLACEOS_LIMITS_MESSAGES_PER_SECOND", "0",
                            "SLUICE_PROTOCOLS_PLACEOS_KEEP_ALIVE", "1h", // its pong is no answer to anything
                            "SLUICE_PROTOCOLS_VALTRONICS_LIMITS_CONNECTIONS", "0",
                            "SLUICE_PROTOCOLS_VALTRONICS_LIMITS_CONNECTIONS_PER_USER", "0",
                            "SLUICE_JOURNAL_RETENTION_RECORDS", "1000000",
                            "SLUICE_PROTOCOLS_BIOMETRIC_HEARTBEAT_INTERVAL", "1h"),
                    "localhost:" + port);
            Target valve = Target.of(port, "/valve", authorization(data));
            Target panels = Target.of(port, PANELS, apiKey(data));
            ValtronicsTelemetry telemetry = ValtronicsTelemetry.of(port, data);
            return new Server(
                    "Sluice",
                    process,
                    Target.of(port, "/endrpi"),
                    valve,
                    panels,
                    telemetry,
                    new SluiceFanOuts(valve, panels, telemetry),
                    tlsPort,
                    Optional.of(Developer.of(port, data, "biometric")),
                    Optional.of(Developer.of(port, data, "biometric-simulator")));
        }

        /** A command that runs a class as the servers run. */
        List<String> java(String classPath, String... mainAndArguments) {
            List<String> command = new ArrayList<>();
            cores.ifPresent(some -> command.addAll(List.of("taskset", "-c", some)));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmOptions);
            if (Runtime.version().feature() >= 24) {
                // Netty's native and direct memory, which later Java releases want to be asked for.
                command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
            }
            command.addAll(List.of("-cp", classPath));
            command.addAll(List.of(mainAndArguments));
            return command;
        }

        private static String authorization(Path data) throws IOException {
            JsonNode valve = credentials(data).path("valve");
            String credentials = valve.path("user").stringValue() + ":"
                    + valve.path("password").stringValue();
            return "Authorization: Basic "
                    + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        }

        private static String apiKey(Path data) throws IOException {
            return "X-API-Key: "
                    + credentials(data).path("placeos").path("api_key").stringValue();
        }

        private static JsonNode credentials(Path data) throws IOException {
            return new JsonMapper().readTree(Files.readString(data.resolve("dev-credentials.json")));
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }
}
