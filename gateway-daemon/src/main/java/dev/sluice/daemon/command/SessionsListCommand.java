package dev.sluice.daemon.command;

import dev.sluice.daemon.command.Output.Column;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

/** {@code sluice sessions list}. */
@Command(
        name = "list",
        description = "Lists sessions, one a line, the oldest first.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sluice sessions list", "  sluice sessions list ada --protocol valve --json"})
final class SessionsListCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "WORDS",
            arity = "0..1",
            defaultValue = "",
            description = "Only those with this in user, address or protocol.")
    private String words = "";

    @Option(names = "--protocol", paramLabel = "NAME", defaultValue = "", description = "Only of this protocol.")
    private String protocol = "";

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        String query = Pages.query("q", words, "protocol", protocol);
        ArrayNode sessions = Pages.all(admin.client(), "/api/sessions" + query, "sessions");
        output.rows(
                sessions,
                Column.of("ID", "id"),
                Column.of("PROTOCOL", "protocol"),
                Column.of("USER", "principal"),
                Column.of("ROLE", "role"),
                Column.of("ADDRESS", "address"),
                new Column("AGE", session -> session.path("age_seconds").asLong(0) + " s"),
                Column.of("IN", "messages_in"),
                Column.of("OUT", "messages_out"));
        return ExitCode.OK.number();
    }
}
