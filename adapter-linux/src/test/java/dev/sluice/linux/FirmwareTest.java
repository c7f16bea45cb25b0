package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.FirmwareSource.Clock;
import dev.sluice.linux.LinuxConfig.FirmwareChoice;
import dev.sluice.testkit.ManualScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX) // programs are shell scripts
class FirmwareTest {
    private static final String ANSWERS = """
            case "$*" in
              get_throttled) echo throttled=0x20002;;
              "measure_clock arm") echo "frequency(48)=1500345728";;
              "measure_clock core") echo "frequency(1)=500000992";;
              *) echo "error=1 error_msg=Command not registered" >&2;;
            esac
            echo "$*" >> "$(dirname "$0")/calls"
            """;

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path root;

    private final ManualScheduler clock = new ManualScheduler();
    private final FakeKernel kernel = new FakeKernel();

    private FirmwareReading read(FirmwareChoice choice) {
        return Firmware.of(choice, root, kernel, LONG, clock).read();
    }

    private FirmwareReading withMailbox() {
        String vcio = root.resolve("dev/vcio").toString();
        kernel.chip(vcio, "vcio");
        new MadeTree(root).with("dev/vcio", "");
        return new FirmwareReading(
                OptionalInt.of(0x50005), OptionalDouble.of(1_500_345_728), OptionalDouble.of(500_000_992));
    }

    @Test
    void theFileOfTheKernelIsAskedFirst() {
        MadeTree.pi(root).withProgram("usr/bin/vcgencmd", ANSWERS);
        assertThat(read(FirmwareChoice.AUTO))
                .isEqualTo(new FirmwareReading(
                        OptionalInt.of(0x50005), OptionalDouble.of(1_500_345_728), OptionalDouble.of(500_000_992)));
        assertThat(new HostFiles(root).text("usr/bin/calls"))
                .contains("measure_clock arm\nmeasure_clock core\n")
                .get()
                .asString()
                .doesNotContain("get_throttled");
    }

    @Test
    void theDirectoryOfTheFileMayHaveAnotherName() {
        new MadeTree(root).with("sys/devices/platform/axi/axi:firmware/get_throttled", "0\n");
        assertThat(read(FirmwareChoice.SYSFS).throttled()).hasValue(0);
    }

    @Test
    void theProgramKnowsAllThree() {
        new MadeTree(root).withProgram("opt/vc/bin/vcgencmd", ANSWERS);
        assertThat(read(FirmwareChoice.VCGENCMD))
                .isEqualTo(new FirmwareReading(
                        OptionalInt.of(0x20002), OptionalDouble.of(1_500_345_728), OptionalDouble.of(500_000_992)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo throttled=0x123456",
                "echo throttled=0x",
                "echo 'throttled=0x0; more'",
                "echo throttled=0x0; echo complaint >&2",
                "echo VCHI initialization failed; exit 255",
                "exit 1",
                ":"
            })
    void whatTheProgramDoesNotSayProperlyIsNotKnown(String script) {
        new MadeTree(root).withProgram("usr/bin/vcgencmd", script);
        assertThat(read(FirmwareChoice.VCGENCMD).throttled()).isEmpty();
    }

    @Test
    void aProgramThatDoesNotEndIsEndedAndLeftAloneForAMinute() {
        MadeTree tree = new MadeTree(root).withProgram("usr/bin/vcgencmd", "exec sleep 1000");
        VcgencmdFirmware firmware = new VcgencmdFirmware(root, Duration.ofMillis(50), clock);
        assertThat(firmware.throttled()).isEmpty();

        tree.withProgram("usr/bin/vcgencmd", ANSWERS);
        assertThat(firmware.clock(Clock.ARM)).isEmpty();
        assertThat(Files.exists(root.resolve("usr/bin/calls"))).isFalse();
        clock.advance(Duration.ofMinutes(1));
        assertThat(new VcgencmdFirmware(root, LONG, clock).clock(Clock.ARM)).hasValue(1_500_345_728);
    }

    @Test
    void theMailboxIsAskedLast() {
        FirmwareReading all = withMailbox();
        assertThat(read(FirmwareChoice.AUTO)).isEqualTo(all);
        assertThat(read(FirmwareChoice.VCIO)).isEqualTo(all);
        assertThat(kernel.openNumbers()).isZero();

        new MadeTree(root).withProgram("usr/bin/vcgencmd", ANSWERS);
        assertThat(read(FirmwareChoice.AUTO).throttled()).hasValue(0x20002);
    }

    @Test
    void aMailboxThatMayNotBeOpenedKnowsNothing() {
        withMailbox();
        kernel.deny();
        assertThat(read(FirmwareChoice.AUTO))
                .isEqualTo(new FirmwareReading(OptionalInt.empty(), OptionalDouble.empty(), OptionalDouble.empty()));
    }

    @Test
    void theKernelKnowsTheArmClockForWantOfFirmware() {
        MadeTree.pi(root);
        assertThat(read(FirmwareChoice.OFF))
                .isEqualTo(new FirmwareReading(
                        OptionalInt.empty(), OptionalDouble.of(1_500_000_000), OptionalDouble.empty()));
    }

    @Test
    void anAnswerIsKeptForASecond() {
        MadeTree tree = MadeTree.pi(root);
        Firmware firmware = Firmware.of(FirmwareChoice.AUTO, root, kernel, LONG, clock);
        assertThat(firmware.read().throttled()).hasValue(0x50005);
        tree.with("sys/devices/platform/soc/soc:firmware/get_throttled", "0\n");
        clock.advance(Duration.ofMillis(999));
        assertThat(firmware.read().throttled()).hasValue(0x50005);
        clock.advance(Duration.ofMillis(1));
        assertThat(firmware.read().throttled()).hasValue(0);
    }
}
