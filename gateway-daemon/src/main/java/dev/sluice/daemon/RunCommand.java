package dev.sluice.daemon;

import dev.sluice.transport.ServiceNotice;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice run}: starts the daemon and stays until a signal stops it. */
@Command(name = "run", description = "Runs the daemon.", mixinStandardHelpOptions = true, sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ConfigOptions options;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the first listener without TLS.")
    private @Nullable Integer port;

    @Option(names = "--tls-port", paramLabel = "PORT", description = "Port of the first listener with TLS.")
    private @Nullable Integer tlsPort;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException, InterruptedException {
        GatewayConfig settings =
                options.read().with(Optional.empty(), port("--port", port), port("--tls-port", tlsPort));
        if (!settings.problems().isEmpty()) {
            settings.problems().forEach(spec.commandLine().getErr()::println);
            return 1;
        }
        Gateway gateway = Gateway.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway), "sluice-stop"));
        reloadAtHangUp(gateway);
        List<String> table = new StartTable(settings, gateway).lines();
        table.forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        new ServiceNotice(System.getenv()).ready();
        new CountDownLatch(1).await(); // a signal ends the process
        return 0;
    }

    /** Not without a file: then there is nothing to read again, and a terminal that closes takes the daemon along. */
    private void reloadAtHangUp(Gateway gateway) {
        if (options.hasFile() && !HangUp.listen(new Reload(options::read, gateway)::run)) {
            log.info("SIGHUP cannot be heard here: a changed configuration needs a restart");
        }
    }

    private static OptionalInt port(String option, @Nullable Integer value) throws StartException {
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value < 0 || value > 65535) {
            throw new StartException(option + ": " + value + " (expected: 0..65535)");
        }
        return OptionalInt.of(value);
    }

    /** Ends the process with 0: having been asked to stop is no failure, though the JVM would say so. */
    private static void stop(Gateway gateway) {
        gateway.close();
        Runtime.getRuntime().halt(0);
    }
}
