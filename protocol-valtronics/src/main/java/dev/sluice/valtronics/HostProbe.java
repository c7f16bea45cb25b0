package dev.sluice.valtronics;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.valtronics.SystemStatus.Host;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the operating system how it is. Used on the scheduler's thread, which must not block: what is asked there are counters in
 * memory. A disk may be one in the network that does not answer: it is asked by a thread of its own, one question at a time, and
 * what counts is the last answer.
 */
final class HostProbe implements Supplier<Host> {
    private static final Logger log = LoggerFactory.getLogger(HostProbe.class);
    private static final int IDLE_SECONDS = 10;
    private static final Path LINUX_MEMORY = Path.of("/proc/meminfo");

    private final OperatingSystemMXBean system;
    private final Path disk;
    private final ThreadPoolExecutor asking;
    private volatile double diskUsage;

    /**
     * A probe.
     *
     * @param disk a directory of the file system whose usage counts
     */
    HostProbe(Path disk) {
        this.disk = disk;
        this.diskUsage = disk();
        this.asking = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                HostProbe::thread,
                new DiscardPolicy());
        this.asking.allowCoreThreadTimeOut(true);
        this.system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    @Override
    public Host get() {
        asking.execute(() -> diskUsage = disk()); // when full: nothing, an answer is awaited already
        return new Host(100 * Math.max(0, system.getCpuLoad()), memory(), diskUsage);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "valtronics-disk");
        thread.setDaemon(true);
        return thread;
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
