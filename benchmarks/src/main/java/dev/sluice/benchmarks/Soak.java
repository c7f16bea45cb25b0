package dev.sluice.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command that drives all protocols of one daemon for a long time, with clients that come and go, and fails when the
 * daemon holds more and more. The main thread; each driver has one of its own.
 */
@Command(
        name = "benchmarks/soak",
        description =
                "Drives all protocols for a long time and fails if heap, direct memory, threads or open files grow.",
        mixinStandardHelpOptions = true)
final class Soak implements Callable<Integer> {
    private static final int MOST_MINUTES = 24 * 60;
    private static final int SAMPLES = 12;

    @Option(names = "--minutes", defaultValue = "5", description = "How long (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--sluice-class-path",
            paramLabel = "PATH",
            description = "The daemon and its libraries (default: as built under gateway-daemon/target).")
    private Optional<String> sluiceClassPath = Optional.empty();

    public static void main(String[] args) {
        CommandLine command = new CommandLine(new Soak());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("soak: " + failure.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw new IllegalArgumentException("--minutes: " + minutes + " (expected: 1.." + MOST_MINUTES + ")");
        }
        Path directory = Files.createTempDirectory("sluice-soak-");
        try {
            Server.Start start = new Server.Start(
                    sluiceClassPath.isPresent() ? sluiceClassPath.get() : Benchmarks.builtClassPath(),
                    List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:NativeMemoryTracking=summary"),
                    Optional.empty(),
                    directory);
            try (Server server = start.sluice()) {
                return judge(soak(server));
            }
        } finally {
            Benchmarks.delete(directory);
        }
    }

    private List<SoakSample> soak(Server server) throws IOException, InterruptedException {
        Duration stretch = Duration.ofMinutes(minutes).dividedBy(SAMPLES);
        List<SoakSample> samples = new ArrayList<>();
        System.out.println(
                "| after | heap in use, KiB | direct memory, KiB | threads | open files | resident, KiB | rounds |");
        System.out.println("|---:|---:|---:|---:|---:|---:|---:|");
        long begun = System.nanoTime();
        for (int i = 0; i < SAMPLES; i++) {
            long rounds = drive(server, stretch);
            samples.add(SoakSample.of(server.process()));
            Duration age = Duration.ofNanos(System.nanoTime() - begun);
            System.out.println(samples.get(i).row(age.toSeconds() + " s") + " " + rounds + " |");
        }
        return samples;
    }

    /** Drives all protocols at once for some time; returns how many rounds that were. */
    private static long drive(Server server, Duration time) throws IOException, InterruptedException {
        Map<String, SoakDriver> drivers = SoakDriver.all(server);
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newFixedThreadPool(drivers.size());
        try {
            List<Future<Integer>> running = new ArrayList<>();
            long end = System.nanoTime() + time.toNanos();
            drivers.forEach((name, driver) -> running.add(threads.submit(() -> rounds(name, driver, http, end))));
            long rounds = 0;
            for (Future<Integer> one : running) {
                rounds += one.get();
            }
            return rounds;
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int rounds(String name, SoakDriver driver, HttpClient http, long end)
            throws IOException, InterruptedException {
        int rounds = 0;
        while (System.nanoTime() < end) {
            try (SoakVisit visit = new SoakVisit(http)) {
                driver.round(visit, rounds);
                rounds++;
            } catch (IOException e) {
                if (e instanceof SoakClient.RefusedException refused && refused.isBusy()) {
                    continue; // a machine with too little left for this server: not what is looked for here
                }
                throw new IOException(name + ", round " + rounds + ": " + e.getMessage(), e);
            }
        }
        return rounds;
    }

    private static int judge(List<SoakSample> samples) {
        List<String> growth = SoakVerdict.growth(samples);
        growth.forEach(line -> System.err.println("soak: " + line));
        System.out.println(growth.isEmpty() ? "\nnothing has grown" : "");
        return growth.isEmpty() ? 0 : 1;
    }
}
