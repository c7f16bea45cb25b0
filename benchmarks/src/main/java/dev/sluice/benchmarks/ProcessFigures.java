package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What Linux tells about a process under {@code /proc}. Any thread.
 *
 * @param pid the process
 */
record ProcessFigures(long pid) {
    /** Linux shows times in hundredths of a second to every program, whatever the kernel counts in. */
    private static final Duration TICK = Duration.ofMillis(10);

    /** User time and system time come twelfth and thirteenth after the process's name. */
    private static final int USER_TIME = 11;

    static ProcessFigures own() {
        return new ProcessFigures(ProcessHandle.current().pid());
    }

    /** CPU time used so far, in user and kernel mode, by all threads of the process. */
    Duration cpuTime() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name is in brackets and may hold blanks and brackets itself.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return TICK.multipliedBy(Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]));
    }

    /** Bytes of memory that the process occupies now. */
    long residentBytes() throws IOException {
        return status("VmRSS:") * 1024;
    }

    int threads() throws IOException {
        return (int) status("Threads:");
    }

    /** Open files, sockets among them. */
    long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.count();
        }
    }

    private long status(String line) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.readAllLines(status).stream()
                .filter(one -> one.startsWith(line))
                .map(one -> Long.parseLong(one.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IOException(status + ": no line " + line + " (expected: a running process)"));
    }
}
