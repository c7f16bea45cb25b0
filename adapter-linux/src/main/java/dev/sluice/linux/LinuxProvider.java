package dev.sluice.linux;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.AdapterProvider;
import java.time.Duration;

/** Makes adapters of type {@code linux}. Stateless; called once per adapter, at the start. */
public final class LinuxProvider implements AdapterProvider {
    private static final Duration PROGRAM_LIMIT = Duration.ofSeconds(2);

    @Override
    public String type() {
        return "linux";
    }

    @Override
    public Adapter configure(Config config) {
        return new LinuxAdapter(LinuxConfig.read(config), new LibCKernel(), PROGRAM_LIMIT);
    }
}
