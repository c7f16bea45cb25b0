package dev.sluice.daemon.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice simulate}: faults of simulated devices. */
@Command(
        name = "simulate",
        description = "Has a simulated device fail in a given way, or be well again; without FAULT lists the ways.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice simulate valve-1",
            "  sluice simulate valve-1 leak size=major",
            "  sluice simulate pi-1 unavailable unavailable=true"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final String PREFIX = "simulate-";

    @Parameters(index = "0", paramLabel = "DEVICE", description = "A simulated device's id.")
    private String device = "";

    @Parameters(
            index = "1",
            paramLabel = "FAULT",
            arity = "0..1",
            defaultValue = "",
            description = "What happens to it.")
    private String fault = "";

    @Parameters(index = "2..*", paramLabel = "NAME=VALUE", arity = "0..*", description = "How bad.")
    private final List<String> arguments = new ArrayList<>();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        AdminClient client = admin.client();
        JsonNode found = client.device(device);
        ObjectNode faults = faults(found.path("profile").path("actions"), JsonNodeFactory.instance.objectNode());
        if (faults.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED, device + " has no faults to simulate (expected: a simulated device)");
        }
        if (fault.isEmpty()) {
            list(faults);
            return ExitCode.OK.number();
        }
        String name = fault.startsWith(PREFIX) ? fault.substring(PREFIX.length()) : fault;
        if (!faults.has(name)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "fault '" + fault + "' (expected: one of " + String.join(", ", faults.propertyNames()) + ")");
        }
        return new Action(device, PREFIX + name, faults.path(name)).run(client, arguments, output);
    }

    private static ObjectNode faults(JsonNode actions, ObjectNode faults) {
        actions.forEachEntry((name, action) -> {
            if (name.startsWith(PREFIX)) {
                faults.set(name.substring(PREFIX.length()), action);
            }
        });
        return faults;
    }

    private void list(ObjectNode faults) {
        if (output.isJson()) {
            output.json(faults);
            return;
        }
        output.table(List.of("FAULT", "ARGUMENTS", ""), Texts.actions(faults));
    }
}
