package dev.sluice.linux;

import dev.sluice.device.Outcome.Reason;
import dev.sluice.linux.GpioStructs.LineConfig;
import dev.sluice.linux.GpioStructs.LineEvent;
import dev.sluice.linux.GpioStructs.LineInfo;
import dev.sluice.linux.PinSetup.Input;
import dev.sluice.linux.PinSetup.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The pins of a GPIO chip. Each is a line request of its own, kept open once made, because closing it may let the kernel turn
 * the pin back. A pin that is only read is requested as it is, so that reading changes nothing; direction, pull and level of
 * one that was requested are changed in place. Guarded by the lock of its {@link LinuxBoard}.
 */
final class GpioPins implements PinBank {
    private static final Duration BELIEVABLE = Duration.ofMinutes(1);

    /** A requested line: its number, and whether its direction was set here. */
    private record Line(int fd, boolean isOurs, PinState state) {
        Line with(PinState now) {
            return new Line(fd, isOurs, now);
        }
    }

    private record Stamped(Pin pin, LineEvent event) {}

    private final Kernel kernel;
    private final GpioChip chip;
    private final Set<Pin> names;
    private final Map<Pin, String> reserved;
    private final EdgeWatch watch;
    private final Map<Pin, Line> lines = new EnumMap<>(Pin.class);

    /**
     * Pins that are not touched until they are read.
     *
     * @param chip closed with the pins
     * @param reserved those that serve something else, with its name: left alone
     * @param watch is told which lines have edges; closed with the pins
     */
    GpioPins(Kernel kernel, GpioChip chip, Set<Pin> names, Map<Pin, String> reserved, EdgeWatch watch) {
        this.kernel = kernel;
        this.chip = chip;
        this.names = names;
        this.reserved = Map.copyOf(reserved);
        this.watch = watch;
    }

    @Override
    public Map<Pin, PinState> read() throws IOException {
        Map<Pin, PinState> states = new EnumMap<>(Pin.class);
        for (Pin pin : names) {
            if (!lines.containsKey(pin) && !reserved.containsKey(pin)) {
                requestAsIs(pin);
            }
            Line line = lines.get(pin);
            if (line != null) {
                PinState now = line.state.withLevel(chip.isHigh(line.fd));
                lines.put(pin, line.with(now));
                states.put(pin, now);
            }
        }
        return states;
    }

    /** Takes a line without changing it, if it is free. */
    private void requestAsIs(Pin pin) throws IOException {
        try {
            LineInfo info = chip.info(pin.offset());
            if (!info.isUsed()) {
                int fd = chip.request(pin.offset(), LineConfig.AS_IS);
                Pull pull = info.pull().orElse(pin.usualPull());
                lines.put(pin, new Line(fd, false, new PinState(info.isOutput(), false, pull)));
            }
        } catch (KernelException e) {
            if (e.isLoss()) {
                throw e;
            }
            // somebody else was quicker, or the chip has no such line: the pin cannot be read
        }
    }

    @Override
    public void set(Pin pin, PinSetup setup) throws RefusedException, IOException {
        if (!names.contains(pin)) {
            throw new RefusedException(Reason.INVALID, pin + ": not used here (expected: a pin of gpio.pins)");
        }
        if (reserved.containsKey(pin)) {
            throw new RefusedException(
                    Reason.BUSY,
                    pin + ": in use by '" + reserved.get(pin) + "' (expected: a pin that nobody else uses, or one that"
                            + " gpio.pins names)");
        }
        try {
            Optional<Line> known = Optional.ofNullable(lines.get(pin));
            lines.put(pin, known.isPresent() ? changed(known.get(), setup) : requested(pin, setup));
        } catch (KernelException e) {
            if (e.isLoss()) {
                throw e;
            }
            throw refusal(pin, e);
        }
    }

    private Line changed(Line line, PinSetup setup) throws IOException {
        if (setup instanceof Output output && line.isOurs && line.state.output()) {
            chip.drive(line.fd, output.high());
        } else {
            chip.configure(line.fd, config(setup));
            watch(line.fd, setup);
        }
        return new Line(line.fd, true, state(setup, line.state.pull()));
    }

    private Line requested(Pin pin, PinSetup setup) throws IOException {
        int fd = chip.request(pin.offset(), config(setup));
        watch(fd, setup);
        return new Line(fd, true, state(setup, pin.usualPull()));
    }

    private static LineConfig config(PinSetup setup) {
        return setup instanceof Output output
                ? LineConfig.output(output.high())
                : LineConfig.input(((Input) setup).pull());
    }

    /** An output keeps the pull it had; the level of an input is read later. */
    private static PinState state(PinSetup setup, Pull before) {
        return setup instanceof Output output
                ? new PinState(true, output.high(), before)
                : new PinState(false, false, ((Input) setup).pull());
    }

    private void watch(int fd, PinSetup setup) throws IOException {
        if (setup instanceof Input) {
            watch.add(fd);
        } else {
            watch.remove(fd);
        }
    }

    private RefusedException refusal(Pin pin, KernelException cause) {
        if (!cause.isBusy()) {
            return new RefusedException(Reason.FAILED, pin + ": " + cause.getMessage());
        }
        return new RefusedException(
                Reason.BUSY, pin + ": in use by " + consumer(pin) + " (expected: a pin that nobody else uses)");
    }

    private String consumer(Pin pin) {
        try {
            String consumer = chip.info(pin.offset()).consumer();
            return consumer.isEmpty() ? "the kernel or another program" : "'" + consumer + "'";
        } catch (IOException e) {
            return "the kernel or another program";
        }
    }

    @Override
    public List<Edge> edges() throws IOException {
        List<Stamped> stamped = new ArrayList<>();
        int[] fds = lines.values().stream().mapToInt(Line::fd).toArray();
        int[] said = kernel.poll(fds, 0);
        int i = 0;
        for (Map.Entry<Pin, Line> line : lines.entrySet()) {
            int ready = said[i++];
            if ((ready & Kernel.BROKEN) != 0) {
                throw new IOException(line.getKey() + ": the GPIO chip is gone");
            }
            if ((ready & Kernel.READABLE) != 0) {
                chip.events(line.getValue().fd).forEach(event -> stamped.add(new Stamped(line.getKey(), event)));
            }
        }
        stamped.sort(Comparator.comparingLong(edge -> edge.event.nanos()));
        long now = kernel.monotonicNanos();
        return stamped.stream().map(edge -> edge(edge, now)).toList();
    }

    private Edge edge(Stamped stamped, long now) {
        Line line = Objects.requireNonNull(lines.get(stamped.pin));
        PinState state = line.state.withLevel(stamped.event.rising());
        lines.put(stamped.pin, line.with(state));
        Duration age = Duration.ofNanos(now - stamped.event.nanos());
        boolean believable = !age.isNegative() && age.compareTo(BELIEVABLE) < 0;
        return new Edge(stamped.pin, state, believable ? age : Duration.ZERO);
    }

    @Override
    public void close() {
        watch.close();
        lines.values().forEach(line -> chip.release(line.fd));
        lines.clear();
        chip.close();
    }
}
