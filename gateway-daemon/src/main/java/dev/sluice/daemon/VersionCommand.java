package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice version}. */
@Command(
        name = "version",
        description = "Prints the versions of Sluice, of Java and of the system.",
        mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        String java = System.getProperty("java.version", "");
        String system = System.getProperty("os.name", "") + " " + System.getProperty("os.version", "") + " "
                + System.getProperty("os.arch", "");
        if (output.isJson()) {
            output.json(Json.object()
                    .put("sluice", SluiceCommand.Version.text())
                    .put("java", java)
                    .put("system", system));
        } else {
            output.line("sluice " + SluiceCommand.Version.text());
            output.line("java " + java);
            output.line("system " + system);
        }
        return 0;
    }
}
