package dev.sluice.linux;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.AdapterProvider;

/** Makes adapters of type {@code linux}. Stateless; called once per adapter, at the start. */
public final class LinuxProvider implements AdapterProvider {
    @Override
    public String type() {
        return "linux";
    }

    @Override
    public Adapter configure(Config config) {
        return new LinuxAdapter(LinuxConfig.read(config), new LibCKernel());
    }
}
