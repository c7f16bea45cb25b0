package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pins of a Raspberry Pi 4, by the bytes that its kernel sees. */
class GpioTest {
    private static final String LOW_INPUT = "{\"io\":\"INPUT\",\"state\":0.0,\"pull\":\"FLOATING\"}";
    private static final String HIGH_OUTPUT = "{\"io\":\"OUTPUT\",\"state\":1.0,\"pull\":\"FLOATING\"}";
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path root;

    private Machine machine;

    @BeforeEach
    void make() {
        machine = Machine.pi(root, "");
    }

    @AfterEach
    void close() {
        machine.close();
        await().until(() -> machine.kernel.openNumbers() == 0);
        assertThat(machine.scheduler.pending()).isZero();
    }

    @Test
    void readingChangesNoPin() {
        machine.kernel.line(2).high = true;
        machine.kernel.line(17).flags = 8; // somebody has left it an output
        machine.kernel.line(17).high = true;
        machine.kernel.line(22).flags = 4 | 0x200;
        machine.started();
        machine.advance(SECOND);

        assertThat(machine.kernel.takeLog()).hasSize(25).allMatch(line -> line.matches("\\d+ request 0x0"));
        assertThat(machine.value("GPIO2")).isEqualTo("{\"io\":\"INPUT\",\"state\":1.0,\"pull\":\"UP\"}");
        assertThat(machine.value("GPIO4")).isEqualTo(LOW_INPUT);
        assertThat(machine.value("GPIO17")).isEqualTo(HIGH_OUTPUT);
        assertThat(machine.value("GPIO22")).isEqualTo("{\"io\":\"INPUT\",\"state\":0.0,\"pull\":\"DOWN\"}");
        assertThat(machine.kernel.line(17).consumer).isEqualTo("sluice");
    }

    @Test
    void aLevelThatChangesIsReportedAtTheInterval() {
        machine.started();
        machine.kernel.level(4, true, 1);
        machine.events.clear();
        machine.advance(SECOND);
        machine.advance(SECOND);
        assertThat(machine.reported("GPIO4")).containsExactly("{\"io\":\"INPUT\",\"state\":1.0,\"pull\":\"FLOATING\"}");
    }

    @Test
    void directionPullAndLevelAreChangedInPlace() {
        machine.started();
        machine.kernel.takeLog();

        assertThat(machine.configure("{\"GPIO17\":{\"io\":\"INPUT\",\"pull\":\"UP\"}}"))
                .isEqualTo(Outcome.DONE);
        assertThat(machine.value("GPIO17")).isEqualTo("{\"io\":\"INPUT\",\"state\":1.0,\"pull\":\"UP\"}");
        machine.configure("{\"GPIO17\":{\"io\":\"OUTPUT\",\"state\":0}}");
        assertThat(machine.value("GPIO17")).isEqualTo("{\"io\":\"OUTPUT\",\"state\":0.0,\"pull\":\"UP\"}");
        machine.configure("{\"GPIO17\":{\"io\":\"OUTPUT\",\"state\":0.5}}");
        assertThat(machine.value("GPIO17")).isEqualTo("{\"io\":\"OUTPUT\",\"state\":1.0,\"pull\":\"UP\"}");
        machine.configure("{\"GPIO17\":{\"io\":\"INPUT\",\"pull\":\"DOWN\"}}");
        machine.configure("{\"GPIO17\":{\"io\":\"INPUT\",\"pull\":\"FLOATING\"}}");

        assertThat(machine.kernel.takeLog())
                .containsExactly(
                        "17 config 0x134",
                        "17 config 0x8 false",
                        "17 drive true",
                        "17 config 0x234",
                        "17 config 0x434");
    }

    @Test
    void anOutputThatSomebodyElseLeftIsTakenOverBeforeItIsDriven() {
        machine.kernel.line(17).flags = 8;
        machine.started();
        machine.kernel.takeLog();
        machine.configure("{\"GPIO17\":{\"io\":\"OUTPUT\",\"state\":1}}");
        assertThat(machine.kernel.takeLog()).containsExactly("17 config 0x8 true");
    }

    @Test
    void aBusyLineIsAbsentAndRefusedByNameUntilItIsFree() {
        machine.kernel.line(9).flags = 4 | 1;
        machine.kernel.line(9).consumer = "spi0 CS0";
        machine.started();
        assertThat(machine.value("GPIO9")).isEqualTo("absent");
        assertThat(machine.configure("{\"GPIO9\":{\"io\":\"OUTPUT\",\"state\":1}}"))
                .isEqualTo(Outcome.refused(
                        Reason.BUSY, "GPIO9: in use by 'spi0 CS0' (expected: a pin that nobody else uses)"));

        machine.kernel.line(9).flags = 4;
        machine.kernel.takeLog();
        assertThat(machine.configure("{\"GPIO9\":{\"io\":\"OUTPUT\",\"state\":1}}"))
                .isEqualTo(Outcome.DONE);
        assertThat(machine.kernel.takeLog()).containsExactly("9 request 0x8 true");
        assertThat(machine.value("GPIO9")).isEqualTo(HIGH_OUTPUT);
    }

    @Test
    void pinsThatServeADriverAreLeftAloneUnlessTheyAreNamed() {
        new MadeTree(root)
                .withProperty("soc/gpio/uart0_pins/phandle", 12)
                .withProperty("soc/gpio/uart0_pins/brcm,pins", 14, 15)
                .withProperty("soc/serial@7e201000/pinctrl-0", 12);
        machine.started();
        assertThat(machine.kernel.takeLog()).hasSize(23).noneMatch(line -> line.startsWith("14 "));
        assertThat(machine.value("GPIO15")).isEqualTo("absent");
        assertThat(machine.configure("{\"GPIO14\":{\"io\":\"OUTPUT\",\"state\":1}}"))
                .isEqualTo(Outcome.refused(
                        Reason.BUSY,
                        "GPIO14: in use by 'serial@7e201000' (expected: a pin that nobody else uses, or one that"
                                + " gpio.pins names)"));
        machine.close();

        machine = Machine.pi(root, "gpio: {pins: [GPIO14]}").started();
        assertThat(machine.configure("{\"GPIO14\":{\"io\":\"OUTPUT\",\"state\":1}}"))
                .isEqualTo(Outcome.DONE);
    }

    @Test
    void pinsBeforeTheOneThatIsRefusedStaySet() {
        machine.started();
        machine.events.clear();
        assertThat(machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1},\"GPIO3\":{\"io\":\"INPUT\","
                        + "\"pull\":\"DOWN\"},\"GPIO5\":{\"io\":\"OUTPUT\",\"state\":1}}"))
                .isEqualTo(Outcome.refused(
                        Reason.INVALID, "GPIO3: pull DOWN (expected: UP, which the board itself does to this pin)"));
        assertThat(machine.reported("GPIO4")).containsExactly(HIGH_OUTPUT);
        assertThat(machine.value("GPIO5")).isEqualTo(LOW_INPUT);
    }

    @Test
    void whatTheKernelRefusesForAnotherReasonFails() {
        machine.started();
        machine.kernel.refusal = 22;
        assertThat(machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1}}"))
                .isEqualTo(Outcome.refused(Reason.FAILED, "GPIO4: ioctl 0xc110b40d: not possible (EINVAL)"));
        assertThat(machine.value("GPIO4")).isEqualTo(LOW_INPUT);
    }

    @Test
    void edgesOfInputsAreReportedAtOnceWithTheirTime() {
        machine.started();
        machine.configure("{\"GPIO27\":{\"io\":\"INPUT\",\"pull\":\"DOWN\"}}");
        machine.events.clear();
        machine.kernel.level(27, true, machine.kernel.nanos - 5_000_000);

        String high = "{\"io\":\"INPUT\",\"state\":1.0,\"pull\":\"DOWN\"}";
        await().until(() -> machine.reported("GPIO27").equals(List.of(high)));
        assertThat(machine.said(Reading.class).get(0).at())
                .isEqualTo(machine.scheduler.instant().minusMillis(5));
    }

    @Test
    void aPulseBetweenMeasurementsIsNotLost() {
        machine.started();
        machine.configure("{\"GPIO27\":{\"io\":\"INPUT\",\"pull\":\"DOWN\"}}");
        machine.events.clear();
        machine.kernel.level(27, true, machine.kernel.nanos - 2_000_000);
        machine.kernel.level(27, false, machine.kernel.nanos - 1_000_000);
        machine.advance(SECOND);

        await().until(() -> machine.reported("GPIO27").size() == 2);
        assertThat(machine.reported("GPIO27"))
                .containsExactly(
                        "{\"io\":\"INPUT\",\"state\":1.0,\"pull\":\"DOWN\"}",
                        "{\"io\":\"INPUT\",\"state\":0.0,\"pull\":\"DOWN\"}");
    }

    @Test
    void aTimeThatCannotBeIsReplacedByThatOfArrival() {
        machine.started();
        machine.configure("{\"GPIO27\":{\"io\":\"INPUT\",\"pull\":\"DOWN\"}}");
        machine.events.clear();
        machine.kernel.level(27, true, 1);
        await().until(() -> !machine.said(Reading.class).isEmpty());
        assertThat(machine.said(Reading.class).get(0).at()).isEqualTo(machine.scheduler.instant());
    }

    @Test
    void onlyTheConfiguredPinsAreTouched() {
        machine = Machine.pi(root, "gpio: {pins: [GPIO4, GPIO17]}").started();
        assertThat(machine.kernel.takeLog()).containsExactly("4 request 0x0", "17 request 0x0");
        assertThat(machine.value("GPIO5")).isEqualTo("absent");
        assertThat(machine.configure("{\"GPIO5\":{\"io\":\"OUTPUT\",\"state\":1}}"))
                .isEqualTo(Outcome.refused(Reason.INVALID, "GPIO5: not used here (expected: a pin of gpio.pins)"));
    }

    @Test
    void withoutGpioNoChipIsOpened() {
        machine = Machine.pi(root, "gpio: {enabled: false}").started();
        assertThat(machine.kernel.openNumbers()).isZero();
        assertThat(machine.value("GPIO4")).isEqualTo("absent");
        assertThat(machine.value("soc-temperature")).isEqualTo("45.622");
    }

    @Test
    void aChipCanBeChosenByLabelOrPath() {
        for (String chip : List.of("raspberrypi-exp-gpio", "/dev/gpiochip0")) {
            Machine chosen = Machine.pi(root, "gpio: {chip: " + chip + "}").started();
            assertThat(chosen.value("GPIO4")).isEqualTo(LOW_INPUT);
            chosen.close();
        }
    }
}
