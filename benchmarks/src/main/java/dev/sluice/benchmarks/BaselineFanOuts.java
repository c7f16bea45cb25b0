package dev.sluice.benchmarks;

import java.util.Optional;

/**
 * Fan-outs of the baseline, which takes a panel's requests where it tells of them.
 *
 * @param port of the server, on loopback
 */
record BaselineFanOuts(int port) implements FanOuts {
    @Override
    public FanOut siren(int burst) {
        Target valve = Target.of(port, "/valve");
        return new FanOut(valve, Optional.empty(), valve, Panels.sirens(), burst);
    }

    @Override
    public FanOut volume(int burst) {
        Target panels = Target.of(port, Server.PANELS);
        return new FanOut(panels, Optional.of(Panels.introduction()), panels, Panels.volumes(), burst);
    }

    @Override
    public FanOut camera(int burst, boolean compressed) {
        Target camera = compressed ? Target.of(port, "/camera/compressed").compressed() : Target.of(port, "/camera");
        return new FanOut(camera, Optional.empty(), camera, Panels.positions(), burst);
    }
}
