package dev.sluice.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The firmware's mailbox device, opened for each question. Called by the measuring thread. */
final class MailboxFirmware implements FirmwareSource {
    private static final Logger log = LoggerFactory.getLogger(MailboxFirmware.class);

    private final Path device;
    private final Kernel kernel;

    MailboxFirmware(Path device, Kernel kernel) {
        this.device = device;
        this.kernel = kernel;
    }

    /** With 0 the firmware does not clear the bits of what has occurred. */
    @Override
    public OptionalInt throttled() {
        OptionalInt word = ask(0, Mailbox.question(Mailbox.GET_THROTTLED, 0));
        return word.isPresent() ? OptionalInt.of(word.getAsInt() & THROTTLE_BITS) : word;
    }

    @Override
    public OptionalDouble clock(Clock clock) {
        OptionalInt hertz = ask(1, Mailbox.question(Mailbox.GET_CLOCK_MEASURED, clock.id(), 0));
        return hertz.isPresent()
                ? OptionalDouble.of((double) Integer.toUnsignedLong(hertz.getAsInt()))
                : OptionalDouble.empty();
    }

    private OptionalInt ask(int index, ByteBuffer message) {
        if (!Files.exists(device)) {
            return OptionalInt.empty();
        }
        try {
            int fd = kernel.open(device.toString());
            try {
                kernel.ioctl(fd, Mailbox.ioctl(kernel.pointerBytes()), message);
            } finally {
                kernel.close(fd);
            }
            return Mailbox.value(message, index);
        } catch (IOException e) {
            log.debug("{}: {}", device, e.getMessage());
            return OptionalInt.empty();
        }
    }
}
