package dev.sluice.daemon.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice devices watch}. */
@Command(
        name = "watch",
        description = "Prints what devices say, live, one event a line, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice devices watch",
            "  sluice devices watch valve-1 pi-1 --kind reading",
            "  sluice devices watch --kind alert --json"
        })
final class DevicesWatchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEVICE", arity = "0..*", description = "Ids of devices; without any, all.")
    private final List<String> devices = new ArrayList<>();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "reading, status-change, alert, log-line; without any, all.")
    private final List<String> kinds = new ArrayList<>();

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "Ends after so many events.")
    private int count;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        String query = Pages.query("device", String.join(",", devices), "kind", String.join(",", kinds));
        return EventTail.run(admin.client(), query, count, output);
    }
}
