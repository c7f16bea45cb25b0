package dev.sluice.daemon.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code sluice tail}: what goes on at a device or in a protocol. */
@Command(
        name = "tail",
        description =
                "Prints what a device says, live, until Ctrl-C; or, of a protocol, what the devices say that it shows, and"
                        + " what its sessions do.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading =
                "%nOf a protocol's first ten sessions the frames are shown, with secrets masked by the gateway, of the others how"
                        + " many messages they exchange.%n%nExamples:%n",
        footer = {"  sluice tail valve-1", "  sluice tail endrpi", "  sluice tail valve-1 --count 3 --json"})
public final class TailCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEVICE|PROTOCOL", description = "A device's id, or a protocol's name.")
    private String target = "";

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "Ends after so many lines.")
    private int count;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        AdminClient client = admin.client();
        if (client.ask("/api/devices/" + AdminClient.encoded(target)).status() == 200) {
            return EventTail.run(client, Pages.query("device", target), count, output);
        }
        JsonNode protocols = client.get("/api/info").path("protocols");
        boolean isProtocol = protocols
                .valueStream()
                .anyMatch(protocol -> protocol.path("name").asString("").equals(target));
        if (!isProtocol) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "'" + target + "' (expected: a device of 'sluice devices list', or one of "
                            + String.join(
                                    ", ",
                                    protocols
                                            .valueStream()
                                            .map(protocol ->
                                                    protocol.path("name").asString(""))
                                            .toList())
                            + ")");
        }
        Lines lines = new Lines(output, count);
        try (ProtocolTail tail = new ProtocolTail(client, target, lines)) {
            tail.start();
            return lines.await();
        }
    }
}
