package dev.sluice.daemon.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice sessions}: who is connected. */
@Command(
        name = "sessions",
        description = "Lists and closes the connections of a running gateway's clients.",
        mixinStandardHelpOptions = true,
        subcommands = {SessionsListCommand.class, SessionsCloseCommand.class})
public final class SessionsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
