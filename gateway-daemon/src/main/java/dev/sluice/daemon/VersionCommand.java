package dev.sluice.daemon;

import dev.sluice.daemon.command.Output;
import dev.sluice.protocol.Json;
import java.util.List;
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
        String sluice = SluiceCommand.Version.text();
        output.tell(
                Json.object().put("sluice", sluice).put("java", java).put("system", system),
                List.of("sluice " + sluice, "java " + java, "system " + system));
        return 0;
    }
}
