package dev.sluice.daemon.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code sluice devices show}. */
@Command(
        name = "show",
        description = "Shows a device: its values, when they were measured, and what it can do.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sluice devices show valve-1", "  sluice devices show valve-1 --json"})
final class DevicesShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEVICE", description = "The device's id, as 'sluice devices list' shows it.")
    private String device = "";

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        JsonNode found = admin.client().get("/api/devices/" + AdminClient.encoded(device));
        if (output.isJson()) {
            output.json(found);
            return ExitCode.OK.number();
        }
        output.line(found.path("id").asString("") + "  " + found.path("name").asString("") + "  ("
                + found.path("kind").asString("") + ", " + found.path("status").asString("") + ", last seen "
                + found.path("last_seen").asString("") + ")");
        output.line("");
        List<List<String>> rows = new ArrayList<>();
        found.path("attributes")
                .forEachEntry((name, value) -> rows.add(List.of(
                        name,
                        (Texts.of(value.path("value")) + " "
                                        + value.path("unit").asString(""))
                                .strip(),
                        value.path("at").asString(""))));
        output.table(List.of("ATTRIBUTE", "VALUE", "MEASURED"), rows);
        output.line("");
        List<List<String>> actions = new ArrayList<>();
        found.path("profile")
                .path("actions")
                .forEachEntry((name, action) -> actions.add(List.of(
                        name,
                        Texts.arguments(action),
                        action.path("description").asString(""))));
        output.table(List.of("ACTION", "ARGUMENTS", ""), actions);
        return ExitCode.OK.number();
    }
}
