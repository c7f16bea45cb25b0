package dev.sluice.daemon.command;

import dev.sluice.daemon.command.Output.Column;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

/** {@code sluice devices list}. */
@Command(
        name = "list",
        description = "Lists devices, one a line.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sluice devices list", "  sluice devices list valve --status online --json"})
final class DevicesListCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "WORDS",
            arity = "0..1",
            defaultValue = "",
            description = "Only those with this in id, name or kind.")
    private String words = "";

    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "", description = "Only of this kind.")
    private String kind = "";

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            defaultValue = "",
            description = "Only of this status: online, offline, warning, error, maintenance.")
    private String status = "";

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        String query = Pages.query("q", words, "kind", kind, "status", status);
        ArrayNode devices = Pages.all(admin.client(), "/api/devices" + query, "devices");
        output.rows(
                devices,
                Column.of("ID", "id"),
                Column.of("KIND", "kind"),
                Column.of("STATUS", "status"),
                Column.of("LAST SEEN", "last_seen"),
                Column.of("NAME", "name"));
        return ExitCode.OK.number();
    }
}
