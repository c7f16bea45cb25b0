package dev.sluice.daemon.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice devices}: what there is, and what it does. */
@Command(
        name = "devices",
        description = "Lists, shows, watches and commands the devices of a running gateway.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DevicesListCommand.class,
            DevicesShowCommand.class,
            DevicesWatchCommand.class,
            DevicesInvokeCommand.class
        })
public final class DevicesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
