package dev.sluice.simulator;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.AdapterProvider;

/** Makes adapters of type {@code simulator}. Stateless; called once per adapter, at the start. */
public final class SimulatorProvider implements AdapterProvider {
    @Override
    public String type() {
        return "simulator";
    }

    @Override
    public Adapter configure(Config config) {
        return new Simulator(SimulatorConfig.read(config));
    }
}
