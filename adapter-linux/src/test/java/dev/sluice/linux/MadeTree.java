package dev.sluice.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A machine's files, made in a directory of the test. */
record MadeTree(Path root) {
    /** What every Linux has. */
    static MadeTree linux(Path root) {
        return new MadeTree(root)
                .with("proc/uptime", "1057.85 3987.11\n")
                .with("proc/meminfo", """
                        MemTotal:        3884368 kB
                        MemFree:         2913412 kB
                        MemAvailable:    3350704 kB
                        Buffers:           53276 kB
                        """)
                .with("proc/sys/kernel/arch", "aarch64\n")
                .with("proc/sys/kernel/hostname", "raspberrypi\n")
                .with("proc/sys/kernel/ostype", "Linux\n")
                .with("proc/sys/kernel/osrelease", "6.6.31+rpt-rpi-v8\n")
                .with("proc/sys/kernel/version", "#1 SMP PREEMPT Debian 1:6.6.31-1+rpt1 (2024-05-29)\n");
    }

    /** What a Raspberry Pi 4 has besides, but for programs and devices. */
    static MadeTree pi(Path root) {
        return linux(root)
                .with("sys/firmware/devicetree/base/model", "Raspberry Pi 4 Model B Rev 1.4\0")
                .with("sys/class/thermal/thermal_zone0/temp", "45622\n")
                .with("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n")
                .with("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "1500000\n");
    }

    MadeTree with(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A property of the board's description. */
    MadeTree withProperty(String path, int... numbers) {
        StringBuilder bytes = new StringBuilder();
        for (int number : numbers) {
            bytes.append(new char[] {0, 0, 0, (char) number}); // numbers up to 127 are the same bytes in UTF-8
        }
        return with("sys/firmware/devicetree/base/" + path, bytes.toString());
    }

    MadeTree withProgram(String path, String script) {
        try {
            with(path, "#!/bin/sh\n" + script);
            Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MadeTree without(String path) {
        try {
            Files.delete(root.resolve(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
