package dev.sluice.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that measures Sluice beside plain Netty and prints Markdown. The main thread. */
@Command(
        name = "benchmarks/run",
        description = "Measures Sluice beside a plain Netty server and prints tables in Markdown.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Benchmarks implements Callable<Integer> {
    private static final Path DAEMON = Path.of("gateway-daemon", "target");
    private static final int MOST_ROUNDS = 100;

    @Option(
            names = "--scenario",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Only these (default: pins,pins-pipelined,pins-paced,pins-tls,fan-out,fan-out-8,fan-out-32,fan-out-deflate,fan-out-deflate-8,telemetry,telemetry-fan-out,churn,exec,notify,notify-8,notify-32,slow-readers,idle,idle-tls,crowd,submit,replay,mqtt).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--rounds",
            defaultValue = "4",
            description = "How often each server is loaded (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "4", description = "How long each time (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--output", paramLabel = "FILE", description = "Also write the tables to this file.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--baseline-only", description = "Leave Sluice out, to try the generator.")
    private boolean baselineOnly;

    @Option(
            names = "--sluice-class-path",
            paramLabel = "PATH",
            description = "The daemon and its libraries (default: as built under gateway-daemon/target).")
    private Optional<String> sluiceClassPath = Optional.empty();

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            defaultValue = "-XX:+UseSerialGC",
            description = "For both servers; may be repeated (default: ${DEFAULT-VALUE}).")
    private List<String> jvmOptions = new ArrayList<>();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command, with failures told in one line. */
    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Benchmarks());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("benchmarks: " + failure.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
        return command;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Scenario.Plan plan = new Scenario.Plan(
                inRange("--rounds", rounds, MOST_ROUNDS),
                Duration.ofSeconds(inRange("--seconds", seconds, (int) LoadGenerator.LONGEST.toSeconds())),
                baselineOnly);
        List<Scenario> scenarios = scenarios();
        Path directory = Files.createTempDirectory("sluice-benchmarks-");
        try {
            Server.Start start = new Server.Start(
                    classPath(), jvmOptions, Machine.canPin() ? Optional.of("0") : Optional.empty(), directory);
            StringBuilder report = new StringBuilder();
            tell(report, head(plan, start));
            for (Scenario scenario : scenarios) {
                tell(report, "\n" + scenario.measure(start, plan));
            }
            if (output.isPresent()) {
                Files.writeString(output.get(), report);
            }
            return 0;
        } finally {
            delete(directory);
        }
    }

    private List<Scenario> scenarios() {
        List<String> known = Scenario.all().stream().map(Scenario::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "--scenario: '" + name + "' (expected: one of " + String.join(", ", known) + ")");
            }
        }
        return Scenario.all().stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
    }

    private String classPath() throws IOException {
        return sluiceClassPath.isPresent() || baselineOnly ? sluiceClassPath.orElse("") : builtClassPath();
    }

    /** The daemon and its libraries as Maven has built them. */
    static String builtClassPath() throws IOException {
        try (Stream<Path> built = Files.exists(DAEMON) ? Files.list(DAEMON) : Stream.empty()) {
            Path jar = built.filter(file -> file.getFileName().toString().matches("gateway-daemon-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(DAEMON
                            + ": no jar of the daemon (expected: mvn package was run, and this is run at the top)"));
            return jar + File.pathSeparator + DAEMON.resolve("lib").resolve("*");
        }
    }

    private String head(Scenario.Plan plan, Server.Start start) throws IOException {
        return Machine.describe() + "; "
                + (start.cores().isPresent() ? "servers on core 0 unless said otherwise" : "nothing pinned")
                + ", both with " + String.join(" ", jvmOptions) + "; medians of " + plan.rounds() + " rounds of "
                + plan.time().toSeconds() + " s.\n";
    }

    private static void tell(StringBuilder report, String section) {
        System.out.print(section);
        report.append(section);
    }

    private static int inRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(option + ": " + value + " (expected: 1.." + most + ")");
        }
        return value;
    }

    static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
