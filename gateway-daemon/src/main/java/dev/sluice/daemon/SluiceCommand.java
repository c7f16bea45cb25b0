package dev.sluice.daemon;

import dev.sluice.daemon.command.BenchCommand;
import dev.sluice.daemon.command.DevicesCommand;
import dev.sluice.daemon.command.ExitCode;
import dev.sluice.daemon.command.SessionsCommand;
import dev.sluice.daemon.command.SimulateCommand;
import dev.sluice.daemon.command.TailCommand;
import picocli.CommandLine;
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
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice run                                  (then, in another terminal:)",
            "  sluice devices list",
            "  sluice tail valve-1",
            "  sluice doctor",
            "  sluice devices invoke --help"
        },
        versionProvider = SluiceCommand.Version.class,
        subcommands = {
            RunCommand.class,
            CheckConfigCommand.class,
            HashPasswordCommand.class,
            HashKeyCommand.class,
            TokenCommand.class,
            CredentialsCommand.class,
            HealthCommand.class,
            DoctorCommand.class,
            DevicesCommand.class,
            SessionsCommand.class,
            TailCommand.class,
            SimulateCommand.class,
            BenchCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
final class SluiceCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** The whole command line, as the process has it. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new SluiceCommand()).setExecutionExceptionHandler(new OneLineFailure());
        ExitCode.explain(line);
        return line;
    }

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
