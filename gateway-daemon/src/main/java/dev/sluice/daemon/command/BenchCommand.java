package dev.sluice.daemon.command;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice bench}: how fast a gateway answers. */
@Command(
        name = "bench",
        description =
                "Asks one address again and again, over several connections, each waiting for its answer, and prints"
                        + " rate and percentiles. http(s): GET. ws(s): pings, or a message of your own.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading =
                "%nClient and gateway share a machine here, and this client is no benchmark laboratory: for figures"
                        + " to quote, see docs/performance.md.%n%nExamples:%n",
        footer = {
            "  sluice bench http://127.0.0.1:9090/healthz --seconds 2",
            "  sluice bench ws://127.0.0.1:8080/endrpi --connections 10 --message '{\"action\":\"READ_TEMPERATURE\"}'",
            "  sluice bench wss://gateway.example/valve --header 'X-Api-Key: …' --yes-i-own-it"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int MOST_CONNECTIONS = 200;
    private static final int MOST_SECONDS = 60;

    @Parameters(paramLabel = "URL", description = "http, https, ws or wss address.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private URI url;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many ask at the same time, 1 to " + MOST_CONNECTIONS + ". Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long, 1 to " + MOST_SECONDS + ". Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            description = "What to send over a WebSocket instead of pings; the next message counts as its answer.")
    private @Nullable String message;

    @Option(names = "--header", paramLabel = "NAME: VALUE", description = "A header of each request, such as a login.")
    private final List<String> headers = new ArrayList<>();

    @Option(names = "--ca", paramLabel = "FILE", description = "Certificate (PEM) to trust.")
    private @Nullable Path authority;

    @Option(
            names = "--yes-i-own-it",
            description = "Needed for any address but this machine's own: load is an attack on what is not yours.")
    private boolean mine;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        check();
        Optional<Path> trusted = Optional.ofNullable(authority);
        try (BenchTarget target = BenchTarget.of(url, headers(), Optional.ofNullable(message), trusted)) {
            BenchRun run = new BenchRun(target, connections, seconds);
            BenchResult result = withBar(run);
            output.tell(result.json(), result.lines());
            return result.answers() > 0 && result.failures() == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
        }
    }

    private static BenchResult withBar(BenchRun run) throws CommandFailure, InterruptedException {
        try (Progress bar = Progress.of("bench", run::done)) {
            bar.start();
            return run.call();
        }
    }

    private void check() throws CommandFailure {
        String scheme = Optional.ofNullable(url.getScheme()).orElse("");
        if (!scheme.matches("https?|wss?") || url.getHost() == null) {
            throw usage("URL: '" + url + "' (expected: an http, https, ws or wss address)");
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw usage("--connections: " + connections + " (expected: 1.." + MOST_CONNECTIONS + ")");
        }
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw usage("--seconds: " + seconds + " (expected: 1.." + MOST_SECONDS + ")");
        }
        if (message != null && !scheme.startsWith("ws")) {
            throw usage("--message: for " + scheme + " (expected: a ws or wss address)");
        }
        if (!mine && !isHere(url.getHost())) {
            throw usage("URL: " + url.getHost()
                    + " is not this machine (expected: a loopback address, or --yes-i-own-it as well)");
        }
    }

    private static boolean isHere(String host) throws CommandFailure {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new CommandFailure(ExitCode.NOT_REACHABLE, "URL: " + host + " is not known (expected: a host)");
        }
    }

    private Map<String, String> headers() throws CommandFailure {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw usage("--header: something else (expected: NAME: VALUE)"); // it may be a secret
            }
            parsed.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return parsed;
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
