package dev.sluice.daemon;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command finds its gateway: the configuration and the data directory. */
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:SLUICE_CONFIG}",
            description =
                    "Configuration file (YAML). Without one, the embedded default: loopback only, simulated devices.")
    private @Nullable Path config;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where credentials, certificates and the journal are kept. Default: $XDG_STATE_HOME/sluice or"
                    + " ~/.local/state/sluice.")
    private @Nullable Path dataDirectory;

    /** Whether there is a file that can be read again. */
    boolean hasFile() {
        return config != null;
    }

    /** The configuration, with its problems if it has any. */
    GatewayConfig read() {
        return GatewayConfig.read(Optional.ofNullable(config), System.getenv())
                .with(Optional.ofNullable(dataDirectory), OptionalInt.empty(), OptionalInt.empty());
    }
}
