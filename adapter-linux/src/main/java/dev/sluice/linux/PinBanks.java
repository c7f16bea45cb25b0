package dev.sluice.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the pins: those of the GPIO chip that is configured, or else of a Raspberry Pi, by label, because numbers change with
 * the kernel. Where there is no such chip, pins in memory serve. Guarded by the lock of its {@link LinuxBoard}.
 */
final class PinBanks {
    private static final Logger log = LoggerFactory.getLogger(PinBanks.class);

    /** Raspberry Pi 0 to 3, 4, 5. */
    private static final Set<String> LABELS = Set.of("pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1");

    private static final Comparator<Path> BY_NUMBER =
            Comparator.comparing((Path chip) -> chip.toString().length()).thenComparing(Comparator.naturalOrder());

    private final LinuxConfig config;
    private final Kernel kernel;
    private final HostFiles files;
    private final DeviceTree tree;
    private boolean hadChip;
    private boolean saidMemory;

    PinBanks(LinuxConfig config, Kernel kernel) {
        this.config = config;
        this.kernel = kernel;
        this.files = new HostFiles(config.root());
        this.tree = new DeviceTree(config.root());
    }

    /**
     * Opens the pins.
     *
     * @param heard called by a thread of its own when there may be edges
     * @throws IOException if the chip that should be there is not, or cannot be used
     */
    PinBank open(Runnable heard) throws IOException {
        if (config.pins().isEmpty()) {
            return new MemoryPins(Set.of());
        }
        List<String> found = new ArrayList<>();
        Optional<GpioChip> chip = find(found);
        if (chip.isPresent()) {
            hadChip = true;
            return gpio(chip.get(), heard);
        }
        if (config.chip().isPresent() || hadChip || tree.isRaspberryPi()) {
            throw new IOException("no GPIO chip " + wanted() + ": found " + describe(found));
        }
        sayMemory(found);
        return new MemoryPins(config.pins());
    }

    private PinBank gpio(GpioChip chip, Runnable heard) throws IOException {
        try {
            Map<Pin, String> reserved = config.pinsNamed() ? Map.of() : tree.users();
            if (!reserved.isEmpty()) {
                log.info("{}: pins that serve something else are left alone: {}", config.id(), reserved);
            }
            EdgeWatch watch = EdgeWatch.start(kernel, "sluice-linux-" + config.id() + "-edges", heard);
            return new GpioPins(kernel, chip, config.pins(), reserved, watch);
        } catch (IOException e) {
            chip.close();
            throw e;
        }
    }

    /** The chip; what else is there is added to {@code found}. */
    private Optional<GpioChip> find(List<String> found) throws IOException {
        for (Path path : candidates()) {
            Optional<GpioChip> chip = match(path, found);
            if (chip.isPresent()) {
                return chip;
            }
        }
        return Optional.empty();
    }

    private List<Path> candidates() {
        return path().map(List::of).orElseGet(() -> files.list("dev", "gpiochip*").stream()
                .sorted(BY_NUMBER)
                .toList());
    }

    private Optional<Path> path() {
        return config.chip().filter(chip -> chip.startsWith("/")).map(chip -> files.path(chip.substring(1)));
    }

    private Optional<GpioChip> match(Path path, List<String> found) throws IOException {
        GpioChip chip;
        try {
            chip = GpioChip.open(kernel, path.toString());
        } catch (KernelException e) {
            found.add(e.getMessage() + (e.isDenied() ? " (expected: the user of this process in group gpio)" : ""));
            return Optional.empty();
        }
        try {
            String label = chip.label();
            if (path().isPresent() || isWanted(label)) {
                log.info("{}: pins of {} ({})", config.id(), path, label);
                return Optional.of(chip);
            }
            found.add(path + " '" + label + "'");
        } catch (KernelException e) {
            found.add(path + ": " + e.getMessage());
        }
        chip.close();
        return Optional.empty();
    }

    private boolean isWanted(String label) {
        return config.chip().map(label::equals).orElseGet(() -> LABELS.contains(label));
    }

    private String wanted() {
        return config.chip()
                .map(chip -> "'" + chip + "'")
                .orElseGet(() -> "labelled " + LABELS.stream().sorted().collect(Collectors.joining(" or ")));
    }

    private static String describe(List<String> found) {
        return found.isEmpty() ? "none" : String.join(", ", found);
    }

    private void sayMemory(List<String> found) {
        if (!saidMemory) {
            saidMemory = true;
            log.info(
                    "{}: no GPIO chip {} (found {}): its pins are kept in memory, nothing is connected to them",
                    config.id(),
                    wanted(),
                    describe(found));
        }
    }
}
