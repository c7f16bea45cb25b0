package dev.sluice.daemon.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code sluice sessions close}. */
@Command(
        name = "close",
        description = "Closes a session; its client is told the code and the reason, and may come again.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sluice sessions close 1a", "  sluice sessions close 1a --code 1012 --reason moved"})
final class SessionsCloseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = "The session's id, as 'sluice sessions list' shows it.")
    private String session = "";

    @Option(
            names = "--code",
            paramLabel = "CODE",
            defaultValue = "1008",
            description = "What the client's close frame says. Default: ${DEFAULT-VALUE}.")
    private int code;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, at most 123 characters.")
    private String reason = "";

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        String query = Pages.query("code", Integer.toString(code), "reason", reason);
        JsonNode closed = admin.client().delete("/api/sessions/" + AdminClient.encoded(session) + query);
        output.tell(
                closed,
                "closed " + closed.path("id").asString("") + ": "
                        + closed.path("principal").asString("") + " from "
                        + closed.path("address").asString(""));
        return ExitCode.OK.number();
    }
}
