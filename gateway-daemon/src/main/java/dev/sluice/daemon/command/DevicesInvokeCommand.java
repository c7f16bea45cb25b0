package dev.sluice.daemon.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code sluice devices invoke}. */
@Command(
        name = "invoke",
        description = "Has a device act, waits for the outcome and prints it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice devices show valve-1                  (what it can do, and with which arguments)",
            "  sluice devices invoke valve-1 set-siren on=true",
            "  sluice devices invoke display-1 set-volume volume=20 --json"
        })
final class DevicesInvokeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DEVICE", description = "The device's id.")
    private String device = "";

    @Parameters(index = "1", paramLabel = "ACTION", description = "One of its actions.")
    private String action = "";

    @Parameters(
            index = "2..*",
            paramLabel = "NAME=VALUE",
            arity = "0..*",
            description = "Arguments; a value that is JSON is taken as such.")
    private final List<String> arguments = new ArrayList<>();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        AdminClient client = admin.client();
        JsonNode found = client.device(device);
        JsonNode spec = found.path("profile").path("actions").path(action);
        return new Action(device, action, spec).run(client, arguments, output);
    }
}
