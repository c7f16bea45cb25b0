package dev.sluice.daemon;

import dev.sluice.config.EffectiveValue;
import dev.sluice.config.Problem;
import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice check-config FILE}: tells everything that is wrong with a configuration, and opens nothing. */
@Command(
        name = "check-config",
        description = "Reports every problem of a configuration file, one a line; exit code 0 if there is none.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice check-config sluice.yaml",
            "  sluice check-config sluice.yaml --effective",
            "  SLUICE_LISTENERS_0_PORT=8081 sluice check-config sluice.yaml --effective --json"
        })
final class CheckConfigCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The configuration.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = "--effective",
            description =
                    "Also prints every value as the gateway would take it, and where it comes from: the file and its"
                            + " line, a variable of the environment, a default. Secrets are masked.")
    private boolean effective;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        GatewayConfig config = GatewayConfig.read(Optional.of(file), System.getenv());
        List<Problem> problems = config.problems();
        if (output.isJson()) {
            output.json(json(config));
            return problems.isEmpty() ? 0 : 1;
        }
        if (effective) {
            output.table(
                    List.of("KEY", "VALUE", "FROM"),
                    settings(config).stream()
                            .map(setting -> List.of(setting.key(), setting.value(), setting.source()))
                            .toList());
        }
        if (problems.isEmpty()) {
            output.out().println(file + ": OK");
            return 0;
        }
        problems.forEach(output.err()::println);
        return 1;
    }

    /** With the data directory filled in, whose default depends on the machine. */
    private static List<EffectiveValue> settings(GatewayConfig config) {
        return config.source().effective().stream()
                .map(setting -> setting.key().equals("data-dir")
                                && setting.value().isEmpty()
                        ? new EffectiveValue("data-dir", config.dataDirectory().toString(), setting.source())
                        : setting)
                .toList();
    }

    private ObjectNode json(GatewayConfig config) {
        ObjectNode json = Json.object().put("file", file.toString());
        ArrayNode problems = json.putArray("problems");
        config.problems().forEach(problem -> problems.addObject()
                .put("origin", problem.origin())
                .put("line", problem.line())
                .put("key", problem.key())
                .put("found", problem.found())
                .put("expected", problem.expected()));
        if (effective) {
            ArrayNode settings = json.putArray("effective");
            settings(config).forEach(setting -> settings.addObject()
                    .put("key", setting.key())
                    .put("value", setting.value())
                    .put("source", setting.source()));
        }
        return json;
    }
}
