package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.LinuxConfig.FirmwareChoice;
import dev.sluice.testkit.ManualScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostValuesTest {
    @TempDir
    Path root;

    private static Map<String, JsonNode> read(Path root) throws IOException {
        Firmware firmware =
                Firmware.of(FirmwareChoice.SYSFS, root, new FakeKernel(), Duration.ZERO, new ManualScheduler());
        return new HostValues(root, firmware).read();
    }

    @Test
    void aRaspberryPiTellsEverything() throws IOException {
        MadeTree.pi(root);
        assertThat(new JsonMapper().valueToTree(read(root)).toString())
                .isEqualTo(new JsonMapper().readTree("""
                                {"soc-temperature": 45.622, "throttled": 327685, "uptime": 1057.85,
                                 "arm-frequency": 1500000000.0, "core-frequency": null,
                                 "memory-total": 3884368, "memory-free": 2913412, "memory-available": 3350704,
                                 "machine-type": "aarch64", "network-name": "raspberrypi", "os-name": "Linux",
                                 "os-release": "6.6.31+rpt-rpi-v8",
                                 "os-version": "#1 SMP PREEMPT Debian 1:6.6.31-1+rpt1 (2024-05-29)"}
                                """).toString());
    }

    @Test
    void whatIsNotThereIsAbsent() throws IOException {
        MadeTree.linux(root).without("proc/sys/kernel/arch");
        Map<String, JsonNode> values = read(root);
        assertThat(values.get("soc-temperature").isNull()).isTrue();
        assertThat(values.get("throttled").isNull()).isTrue();
        assertThat(values.get("arm-frequency").isNull()).isTrue();
        assertThat(values.get("machine-type").isString()).isTrue();
        assertThat(values.get("uptime").doubleValue()).isEqualTo(1057.85);
    }

    @ParameterizedTest
    @CsvSource({
        "sys/class/thermal/thermal_zone0/temp, hot, soc-temperature",
        "sys/class/thermal/thermal_zone0/temp, 99999999999, soc-temperature",
        "proc/uptime, 1057.85, uptime",
        "proc/meminfo, MemTotal: 1 MB, memory-total",
        "sys/devices/platform/soc/soc:firmware/get_throttled, 0x0, throttled",
        "proc/sys/kernel/hostname, '', network-name"
    })
    void whatIsNotUnderstoodIsAbsent(String file, String text, String attribute) throws IOException {
        MadeTree.pi(root).with(file, text);
        assertThat(read(root).get(attribute).isNull()).isTrue();
    }

    @Test
    void aTreeWithoutProcIsNoMachine() {
        assertThatThrownBy(() -> read(root))
                .isInstanceOf(IOException.class)
                .hasMessage(root.resolve("proc")
                        + ": no uptime and no meminfo that can be read (expected: a Linux system's /proc)");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisMachineTellsWhatEveryLinuxKnows() throws IOException {
        Map<String, JsonNode> first = read(Path.of("/"));
        assertThat(first.get("uptime").doubleValue()).isPositive();
        long total = first.get("memory-total").longValue();
        assertThat(first.get("memory-free").longValue()).isBetween(1L, total);
        assertThat(first.get("memory-available").longValue()).isBetween(1L, total);
        assertThat(first.get("os-name").stringValue()).isEqualTo("Linux");
        assertThat(first.get("os-release").stringValue()).isEqualTo(System.getProperty("os.version"));
        assertThat(first.get("network-name").stringValue()).isNotEmpty();
        assertThat(first.get("machine-type").stringValue()).isNotEmpty();
        assertThat(read(Path.of("/")).get("uptime").doubleValue())
                .isGreaterThanOrEqualTo(first.get("uptime").doubleValue());
    }
}
