package dev.sluice.linux;

import dev.sluice.linux.FirmwareSource.Clock;
import dev.sluice.linux.LinuxConfig.FirmwareChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Asks the firmware, each value by the first way that knows it, and keeps the answer for a second: asking may start a program,
 * and the interval may be shorter. Called by the measuring thread.
 */
final class Firmware {
    static final Duration KEPT = Duration.ofSeconds(1);

    private record Answer(FirmwareReading reading, Instant at) {}

    private final List<FirmwareSource> sources;
    private final InstantSource clock;
    private Optional<Answer> last = Optional.empty();

    Firmware(List<FirmwareSource> sources, InstantSource clock) {
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /**
     * The ways that are configured, the cheapest first.
     *
     * @param limit how long a program may take
     */
    static Firmware of(FirmwareChoice choice, Path root, Kernel kernel, Duration limit, InstantSource clock) {
        FirmwareSource sysfs = new SysfsFirmware(new HostFiles(root));
        FirmwareSource program = new VcgencmdFirmware(root, limit, clock);
        FirmwareSource mailbox = new MailboxFirmware(root.resolve("dev/vcio"), kernel);
        FirmwareSource cpu = new CpuClock(new HostFiles(root));
        return new Firmware(
                switch (choice) {
                    case AUTO -> List.of(sysfs, program, mailbox, cpu);
                    case SYSFS -> List.of(sysfs, cpu);
                    case VCGENCMD -> List.of(program, cpu);
                    case VCIO -> List.of(mailbox, cpu);
                    case OFF -> List.of(cpu);
                },
                clock);
    }

    FirmwareReading read() {
        Instant now = clock.instant();
        if (last.isEmpty() || !isFresh(last.get().at(), now)) {
            last = Optional.of(new Answer(ask(), now));
        }
        return last.get().reading();
    }

    /** A clock that was set back makes nothing fresh. */
    private static boolean isFresh(Instant at, Instant now) {
        return !now.isBefore(at) && now.isBefore(at.plus(KEPT));
    }

    private FirmwareReading ask() {
        OptionalInt throttled = sources.stream()
                .map(FirmwareSource::throttled)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
        return new FirmwareReading(throttled, clock(Clock.ARM), clock(Clock.CORE));
    }

    private OptionalDouble clock(Clock wanted) {
        return sources.stream()
                .map(source -> source.clock(wanted))
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }
}
