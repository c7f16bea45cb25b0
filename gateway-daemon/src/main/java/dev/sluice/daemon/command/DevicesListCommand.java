package dev.sluice.daemon.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
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
        if (output.isJson()) {
            output.json(devices);
        } else {
            output.table(
                    List.of("ID", "KIND", "STATUS", "LAST SEEN", "NAME"),
                    devices.valueStream().map(DevicesListCommand::row).toList());
        }
        return ExitCode.OK.number();
    }

    private static List<String> row(JsonNode device) {
        return List.of(
                device.path("id").asString(""),
                device.path("kind").asString(""),
                device.path("status").asString(""),
                device.path("last_seen").asString(""),
                device.path("name").asString(""));
    }
}
