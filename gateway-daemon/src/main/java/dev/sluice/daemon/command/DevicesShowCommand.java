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
        JsonNode found = admin.client().device(device);
        if (output.isJson()) {
            output.json(found);
        } else {
            print(found);
        }
        return ExitCode.OK.number();
    }

    private void print(JsonNode found) {
        output.line(found.path("id").asString("") + "  " + found.path("name").asString("") + "  ("
                + found.path("kind").asString("") + ", " + found.path("status").asString("") + ", last seen "
                + found.path("last_seen").asString("") + ")");
        output.line("");
        output.table(List.of("ATTRIBUTE", "VALUE", "MEASURED"), attributes(found.path("attributes")));
        output.line("");
        output.table(
                List.of("ACTION", "ARGUMENTS", ""),
                Texts.actions(found.path("profile").path("actions")));
    }

    private static List<List<String>> attributes(JsonNode attributes) {
        List<List<String>> rows = new ArrayList<>();
        attributes.forEachEntry((name, value) -> {
            String text =
                    Texts.of(value.path("value")) + " " + value.path("unit").asString("");
            rows.add(List.of(name, text.strip(), value.path("at").asString("")));
        });
        return rows;
    }
}
