package dev.sluice.valtronics;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.valtronics.SystemStatus.Host;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the operating system how it is. Used on the scheduler's thread: what is asked are counters in memory. */
final class HostProbe implements Supplier<Host> {
    private static final Logger log = LoggerFactory.getLogger(HostProbe.class);
    private static final Path LINUX_MEMORY = Path.of("/proc/meminfo");

    private final OperatingSystemMXBean system;
    private final Path disk;

    /**
     * A probe.
     *
     * @param disk a directory of the file system whose usage counts
     */
    HostProbe(Path disk) {
        this.disk = disk;
        this.system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    @Override
    public Host get() {
        return new Host(100 * Math.max(0, system.getCpuLoad()), memory(), disk());
    }

    private double memory() {
        long total = system.getTotalMemorySize();
        long available = linuxAvailable().orElseGet(system::getFreeMemorySize);
        return percentUsed(total, available);
    }

    /** On Linux the memory that is free is next to nothing, since the rest serves as cache: what is available is told here. */
    private static OptionalLong linuxAvailable() {
        if (!Files.isReadable(LINUX_MEMORY)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(LINUX_MEMORY)) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            log.debug("{}: {}", LINUX_MEMORY, e.toString());
            return OptionalLong.empty();
        }
    }

    private double disk() {
        try {
            FileStore store = Files.getFileStore(disk);
            return percentUsed(store.getTotalSpace(), store.getUsableSpace());
        } catch (IOException e) {
            log.debug("disk usage of {}: {}", disk, e.toString());
            return 0;
        }
    }

    private static double percentUsed(long total, long available) {
        return total <= 0 ? 0 : 100.0 * (total - available) / total;
    }
}
