package dev.sluice.daemon;

import dev.sluice.transport.ServiceNotice;
import java.nio.file.Path;
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

    @Option(names = "--admin-port", paramLabel = "PORT", description = "Port of the admin listener.")
    private @Nullable Integer adminPort;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException, InterruptedException {
        OptionalInt plain = port("--port", port);
        OptionalInt secured = port("--tls-port", tlsPort);
        OptionalInt asked = port("--admin-port", adminPort);
        GatewayConfig settings = options.read().with(Optional.empty(), plain, secured);
        if (asked.isPresent()) {
            settings = settings.withAdminPort(asked.getAsInt());
        }
        if (!settings.problems().isEmpty()) {
            settings.problems().forEach(spec.commandLine().getErr()::println);
            return 1;
        }
        Logging.apply(settings.log());
        Gateway gateway = Gateway.start(settings);
        new StopSignal(gateway, settings.transport().drain().deadline()).listen();
        reloadAtHangUp(gateway, settings);
        List<String> table = new StartTable(settings, gateway, Path.of("/")).lines();
        table.forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        new ServiceNotice(System.getenv()).ready();
        new CountDownLatch(1).await(); // a signal ends the process
        return 0;
    }

    /** Not without a file: then there is nothing to read again, and a terminal that closes takes the daemon along. */
    private void reloadAtHangUp(Gateway gateway, GatewayConfig settings) {
        if (options.hasFile() && !Signals.listen("HUP", new Reload(options::read, gateway, settings)::run)) {
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
}
