package dev.sluice.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code sluice}; it does nothing without one of its subcommands. */
@Command(
        name = "sluice",
        description = "A gateway for devices: five protocols over WebSocket, one shared device bus.",
        mixinStandardHelpOptions = true,
        versionProvider = SluiceCommand.Version.class,
        subcommands = {
            RunCommand.class,
            CheckConfigCommand.class,
            HashPasswordCommand.class,
            HashKeyCommand.class,
            TokenCommand.class,
            HealthCommand.class,
            HelpCommand.class
        })
final class SluiceCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements IVersionProvider {
        static String text() {
            String version = SluiceCommand.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"sluice " + text()};
        }
    }
}
