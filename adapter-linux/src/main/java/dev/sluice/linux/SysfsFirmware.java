package dev.sluice.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The file in which the Raspberry Pi kernel shows the throttling word, in hexadecimal. Its directory has different names on
 * different boards. Stateless.
 */
final class SysfsFirmware implements FirmwareSource {
    private static final Pattern WORD = Pattern.compile("[0-9a-fA-F]{1,8}");

    private final HostFiles files;

    SysfsFirmware(HostFiles files) {
        this.files = files;
    }

    @Override
    public OptionalInt throttled() {
        return files.list("sys/devices/platform", "*").stream()
                .map(SysfsFirmware::firmwares)
                .flatMap(List::stream)
                .map(directory -> HostFiles.text(directory.resolve("get_throttled")))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(text -> WORD.matcher(text).matches())
                .mapToInt(text -> Integer.parseUnsignedInt(text, 16) & THROTTLE_BITS)
                .findFirst();
    }

    private static List<Path> firmwares(Path platform) {
        return HostFiles.list(platform, "*firmware");
    }

    @Override
    public OptionalDouble clock(Clock clock) {
        return OptionalDouble.empty();
    }
}
