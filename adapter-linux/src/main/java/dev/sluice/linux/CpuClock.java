package dev.sluice.linux;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What the kernel says of the first core's clock, for want of the firmware's word. Stateless. */
final class CpuClock implements FirmwareSource {
    private static final Pattern KILOHERTZ = Pattern.compile("\\d{1,12}");

    private final HostFiles files;

    CpuClock(HostFiles files) {
        this.files = files;
    }

    @Override
    public OptionalInt throttled() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalDouble clock(Clock clock) {
        if (clock != Clock.ARM) {
            return OptionalDouble.empty();
        }
        return files
                .line("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq")
                .filter(text -> KILOHERTZ.matcher(text).matches())
                .stream()
                .mapToDouble(text -> Long.parseLong(text) * 1000.0)
                .findFirst();
    }
}
