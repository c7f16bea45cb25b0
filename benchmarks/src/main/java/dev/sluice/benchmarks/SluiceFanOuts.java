package dev.sluice.benchmarks;

import java.util.Optional;

/**
 * Fan-outs of Sluice: what a panel changes over PlaceOS, others hear in their own protocol.
 *
 * @param valve where valve clients connect
 * @param panels where panels do
 */
record SluiceFanOuts(Target valve, Target panels) implements FanOuts {
    @Override
    public FanOut siren(int burst) {
        return new FanOut(valve, Optional.empty(), panels, Panels.sirens(), burst);
    }

    @Override
    public FanOut volume(int burst) {
        return new FanOut(panels, Optional.of(Panels.introduction()), panels, Panels.volumes(), burst);
    }
}
