package dev.sluice.daemon;

import dev.sluice.daemon.command.AdminClient;
import dev.sluice.daemon.command.CommandFailure;
import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice health}: asks a running gateway whether it is ready; for health checks where there is neither shell nor curl. */
@Command(
        name = "health",
        description = "Asks a running gateway whether it is ready; exit code 0 if it is, 1 if not.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sluice health", "  sluice health --url http://127.0.0.1:8080/system"})
final class HealthCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:SLUICE_ADMIN_URL:-http://127.0.0.1:9090}/readyz",
            description = "What to ask: ready is who answers 200. Default: /readyz of $SLUICE_ADMIN_URL or of"
                    + " http://127.0.0.1:9090.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private URI url;

    @Option(names = "--ca", paramLabel = "FILE", description = "Certificate (PEM) to trust.")
    private @Nullable Path authority;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        AdminClient client = AdminClient.of(url, Optional.empty(), Optional.ofNullable(authority), PATIENCE);
        String problem = problem(client);
        if (output.isJson()) {
            output.json(Json.object().put("ready", problem.isEmpty()).put("problem", problem));
        } else {
            output.line(problem.isEmpty() ? "ready" : "not ready: " + problem);
        }
        return problem.isEmpty() ? 0 : 1;
    }

    private String problem(AdminClient client) throws InterruptedException {
        try {
            int status = client.ask("").status();
            return status == 200 ? "" : url + " answers " + status;
        } catch (CommandFailure e) {
            return String.valueOf(e.getMessage());
        }
    }
}
