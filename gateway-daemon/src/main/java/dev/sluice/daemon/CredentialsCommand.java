package dev.sluice.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice credentials}: who may come in; the gateway need not run. */
@Command(
        name = "credentials",
        description =
                "Lists, adds, revokes and rotates the logins of a protocol. Those of the data directory are changed;"
                        + " for those of the configuration file it prints what to put there.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CredentialsListCommand.class,
            CredentialsAddCommand.class,
            CredentialsRevokeCommand.class,
            CredentialsRotateCommand.class
        })
final class CredentialsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
