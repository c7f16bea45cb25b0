package dev.sluice.daemon;

import dev.sluice.config.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice check-config FILE}: tells everything that is wrong with a configuration, and opens nothing. */
@Command(
        name = "check-config",
        description = "Reports every problem of a configuration file, one a line; exit code 0 if there is none.",
        mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Problem> problems =
                GatewayConfig.read(Optional.of(file), System.getenv()).problems();
        if (problems.isEmpty()) {
            spec.commandLine().getOut().println(file + ": OK");
            return 0;
        }
        problems.forEach(spec.commandLine().getErr()::println);
        return 1;
    }
}
