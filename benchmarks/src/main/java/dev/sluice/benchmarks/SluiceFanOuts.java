package dev.sluice.benchmarks;

import java.util.Optional;

/**
 * Fan-outs of Sluice: what a panel changes over PlaceOS, others hear in their own protocol.
 *
 * @param valve where valve clients connect
 * @param panels where panels do
 * @param telemetry how Valtronics subscribers do
 */
record SluiceFanOuts(Target valve, Target panels, ValtronicsTelemetry telemetry) implements FanOuts {
    private static final String CAMERAS =
            "{\"type\":\"subscribe\",\"channel\":\"telemetry\",\"filters\":{\"metrics\":[\"pan\",\"tilt\"]}}";

    @Override
    public FanOut siren(int burst) {
        return new FanOut(valve, Optional.empty(), panels, Panels.sirens(), burst);
    }

    @Override
    public FanOut volume(int burst) {
        return new FanOut(panels, Optional.of(Panels.introduction()), panels, Panels.volumes(), burst);
    }

    @Override
    public FanOut camera(int burst, boolean compressed) {
        FanOut.Introduction introduction =
                new FanOut.Introduction(telemetry.introduction(CAMERAS), "\"subscription_confirmed\"", 1);
        Target target = compressed ? telemetry.target().compressed() : telemetry.target();
        return new FanOut(target, Optional.of(introduction), panels, Panels.positions(), burst);
    }
}
