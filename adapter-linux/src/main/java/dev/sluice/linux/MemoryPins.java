package dev.sluice.linux;

import dev.sluice.device.Outcome.Reason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pins for a board without GPIO, to which nothing is connected: an input reads what its pull says, or floats at its last
 * level; an output reads what it was set to. Guarded by the lock of its {@link LinuxBoard}.
 */
final class MemoryPins implements PinBank {
    private final Map<Pin, PinState> pins = new EnumMap<>(Pin.class);

    /** All of {@code names} as they are after power-on. */
    MemoryPins(Set<Pin> names) {
        names.forEach(pin -> pins.put(pin, new PinState(false, pin.isPulledUp(), pin.usualPull())));
    }

    @Override
    public Map<Pin, PinState> read() {
        return new EnumMap<>(pins);
    }

    @Override
    public void set(Pin pin, PinSetup setup) throws RefusedException {
        PinState before = pins.get(pin);
        if (before == null) {
            throw new RefusedException(Reason.INVALID, pin + ": not used here (expected: a pin of gpio.pins)");
        }
        pins.put(pin, after(before, setup));
    }

    private static PinState after(PinState before, PinSetup setup) {
        if (setup instanceof PinSetup.Output output) {
            return new PinState(true, output.high(), before.pull());
        }
        Pull pull = ((PinSetup.Input) setup).pull();
        return new PinState(false, pull == Pull.FLOATING ? before.high() : pull == Pull.UP, pull);
    }

    @Override
    public List<Edge> edges() {
        return List.of();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
