package dev.sluice.daemon.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
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
        if (output.isJson()) {
            output.json(sessions);
        } else {
            output.table(
                    List.of("ID", "PROTOCOL", "USER", "ROLE", "ADDRESS", "AGE", "IN", "OUT"),
                    sessions.valueStream().map(SessionsListCommand::row).toList());
        }
        return ExitCode.OK.number();
    }

    private static List<String> row(JsonNode session) {
        return List.of(
                session.path("id").asString(""),
                session.path("protocol").asString(""),
                session.path("principal").asString(""),
                session.path("role").asString(""),
                session.path("address").asString(""),
                session.path("age_seconds").asLong(0) + " s",
                Long.toString(session.path("messages_in").asLong(0)),
                Long.toString(session.path("messages_out").asLong(0)));
    }
}
