package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LinuxBoardTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path root;

    private Machine machine;

    @AfterEach
    void close() {
        machine.close();
        await().until(() -> machine.kernel.openNumbers() == 0);
        assertThat(machine.scheduler.pending()).isZero();
        assertThat(machine.bus.find(Machine.PI)).isEmpty();
    }

    @Test
    void reportsAtItsIntervalWhatIsNew() {
        machine = Machine.plain(root, "interval: 5s").started();
        assertThat(machine.device().name()).isEqualTo("Linux board");
        assertThat(machine.value("uptime")).isEqualTo("1057.85");
        assertThat(machine.value("memory-total")).isEqualTo("3884368");
        assertThat(machine.value("throttled")).isEqualTo("absent");
        machine.events.clear();

        machine.advance(Duration.ofSeconds(5));
        assertThat(machine.said(Reading.class)).isEmpty();
        new MadeTree(root).with("proc/uptime", "1062.85 1.0\n");
        machine.advance(Duration.ofSeconds(5));
        assertThat(machine.said(Reading.class)).singleElement().satisfies(reading -> assertThat(reading.changed())
                .containsOnlyKeys("uptime"));
    }

    @Test
    void whatCannotBeMeasuredAnyMoreIsAbsentAndComesBack() {
        machine = Machine.pi(root, "").started();
        MadeTree tree = new MadeTree(root).without("sys/class/thermal/thermal_zone0/temp");
        machine.advance(SECOND);
        assertThat(machine.value("soc-temperature")).isEqualTo("absent");
        tree.with("sys/class/thermal/thermal_zone0/temp", "50000");
        machine.advance(SECOND);
        assertThat(machine.value("soc-temperature")).isEqualTo("50.0");
    }

    @Test
    void whereThereIsNoChipPinsInMemoryServeAndTheLogSaysSoOnce() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(PinBanks.class);
        log.addAppender(lines);
        machine = Machine.plain(root, "").started();
        new MadeTree(root).without("proc/uptime").without("proc/meminfo");
        machine.advance(SECOND);
        assertThat(machine.device().status()).isEqualTo(Status.OFFLINE);
        MadeTree.linux(root);
        machine.advance(SECOND);
        assertThat(machine.device().status()).isEqualTo(Status.ONLINE);
        log.detachAppender(lines);

        assertThat(lines.list).singleElement().asString().contains("its pins are kept in memory");
        assertThat(machine.value("GPIO4")).isEqualTo("{\"io\":\"INPUT\",\"state\":0.0,\"pull\":\"FLOATING\"}");
        assertThat(machine.value("GPIO2")).isEqualTo("{\"io\":\"INPUT\",\"state\":1.0,\"pull\":\"UP\"}");
    }

    @Test
    void pinsInMemoryBehaveLikePinsThatNothingIsConnectedTo() {
        machine = Machine.plain(root, "").started();
        machine.configure("{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"UP\"}}");
        assertThat(machine.value("GPIO4")).isEqualTo("{\"io\":\"INPUT\",\"state\":1.0,\"pull\":\"UP\"}");
        machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":0}}");
        assertThat(machine.value("GPIO4")).isEqualTo("{\"io\":\"OUTPUT\",\"state\":0.0,\"pull\":\"UP\"}");
        machine.configure("{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"FLOATING\"}}");
        assertThat(machine.value("GPIO4")).isEqualTo("{\"io\":\"INPUT\",\"state\":0.0,\"pull\":\"FLOATING\"}");
        machine.configure("{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"DOWN\"}}");
        assertThat(machine.value("GPIO4")).isEqualTo("{\"io\":\"INPUT\",\"state\":0.0,\"pull\":\"DOWN\"}");
    }

    @Test
    void whatIsNoConfigurationIsRefused() {
        machine = Machine.plain(root, "").started();
        assertThat(machine.configure("{\"GPIO8\":{}}").toString()).contains("INVALID", "GPIO8: no such pin");
        assertThat(machine.configure("{\"GPIO4\":{\"io\":7}}"))
                .isEqualTo(Outcome.refused(Reason.INVALID, "GPIO4: io 7 (expected: INPUT or OUTPUT)"));
        assertThat(machine.configure("{\"GPIO4\":{\"io\":\"INPUT\"}}"))
                .isEqualTo(Outcome.refused(Reason.INVALID, "GPIO4: pull missing (expected: FLOATING, UP or DOWN)"));
        assertThat(machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":\"1\"}}"))
                .isEqualTo(Outcome.refused(
                        Reason.INVALID, "GPIO4: state \"1\" (expected: a number, 0 for low, any other for high)"));
    }

    @Test
    void aChipThatIsConfiguredButNotThereTakesTheBoardOfflineUntilItIs() {
        machine = Machine.plain(root, "gpio: {chip: pinctrl-rp1}").started();
        assertThat(machine.said(StatusChange.class))
                .extracting(StatusChange::after, StatusChange::reason)
                .containsExactly(
                        tuple(Status.ONLINE, "registered"),
                        tuple(Status.OFFLINE, "no GPIO chip 'pinctrl-rp1': found none"));
        assertThat(machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1}}"))
                .isEqualTo(Outcome.refused(
                        Reason.UNAVAILABLE, "device pi is unavailable: no GPIO chip 'pinctrl-rp1': found none"));

        new MadeTree(root).with("dev/gpiochip4", "");
        machine.kernel.chip(root.resolve("dev/gpiochip4").toString(), "pinctrl-rp1");
        machine.advance(SECOND);
        assertThat(machine.device().status()).isEqualTo(Status.ONLINE);
    }

    @Test
    void aChipThatMayNotBeOpenedOnARaspberryPiIsNotReplacedByMemory() {
        machine = Machine.pi(root, "");
        machine.kernel.deny();
        machine.started();
        assertThat(machine.said(StatusChange.class).get(1).reason())
                .contains("gpiochip1: permission denied (EACCES) (expected: the user of this process in group gpio)");
    }

    @Test
    void aLostChipTakesTheBoardOfflineAndItComesBack() {
        machine = Machine.pi(root, "").started();
        machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1}}");
        machine.kernel.gone(true);
        assertThat(machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":0}}"))
                .isEqualTo(Outcome.refused(
                        Reason.UNAVAILABLE, "device pi is unavailable: ioctl 0xc010b40f: the device is gone (ENODEV)"));
        assertThat(machine.device().status()).isEqualTo(Status.OFFLINE);

        machine.kernel.gone(false);
        machine.advance(SECOND);
        assertThat(machine.device().status()).isEqualTo(Status.ONLINE);
        assertThat(machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":0}}"))
                .isEqualTo(Outcome.DONE);
    }

    @Test
    void pinsAreKeptWhileOnlyTheMeasurementsFail() {
        machine = Machine.pi(root, "").started();
        machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1}}");
        machine.kernel.takeLog();
        new MadeTree(root).without("proc/uptime").without("proc/meminfo");
        machine.advance(SECOND);
        assertThat(machine.device().status()).isEqualTo(Status.OFFLINE);
        assertThat(machine.configure("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":0}}")
                        .toString())
                .contains("UNAVAILABLE", "no uptime and no meminfo");
        MadeTree.pi(root);
        machine.advance(SECOND);
        assertThat(machine.device().status()).isEqualTo(Status.ONLINE);
        assertThat(machine.kernel.takeLog()).isEmpty();
        assertThat(machine.value("GPIO4")).contains("OUTPUT", "1.0");
    }

    @Test
    void aChipLostWhileEdgesAreAwaitedIsNoticedAtOnce() {
        machine = Machine.pi(root, "").started();
        machine.configure("{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"UP\"}}");
        machine.kernel.gone(true);
        await().until(() -> machine.device().status() == Status.OFFLINE);
        assertThat(machine.said(StatusChange.class).get(1).reason()).endsWith("the GPIO chip is gone");
    }

    @Test
    void attemptsGetRarerUpToAMinute() {
        machine = Machine.pi(root, "").started();
        machine.kernel.gone(true);
        machine.advance(SECOND);
        assertThat(machine.device().status()).isEqualTo(Status.OFFLINE);
        machine.advance(Duration.ofSeconds(1 + 2 + 4 + 8 + 16 + 32));
        machine.kernel.gone(false);
        machine.advance(Duration.ofSeconds(59));
        assertThat(machine.device().status()).isEqualTo(Status.OFFLINE);
        machine.advance(SECOND);
        assertThat(machine.device().status()).isEqualTo(Status.ONLINE);
        assertThat(machine.said(StatusChange.class)).hasSize(3);
    }

    @Test
    void commandsThatFindNoRoomAreRefusedAsBusy() {
        machine = Machine.plain(root, "").started();
        machine.commanding = task -> {
            throw new RejectedExecutionException();
        };
        assertThat(machine.configure("{}"))
                .isEqualTo(Outcome.refused(
                        Reason.BUSY, "device pi: too many commands are waiting (expected: fewer at a time)"));
    }

    @Test
    void onlyATakenIdIsAnErrorAtTheStart() {
        machine = Machine.plain(root, "");
        try (var other = machine.bus.register(
                new DeviceDescriptor(Machine.PI, Profile.named("raspberry-pi"), "another", Map.of()),
                command -> CompletableFuture.completedFuture(Outcome.DONE))) {
            assertThatThrownBy(machine::started)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("device pi is already registered");
            assertThat(other).isNotNull();
        }
    }

    @Test
    void nothingHappensAfterTheEnd() {
        machine = Machine.pi(root, "").started();
        machine.close();
        machine.events.clear();
        machine.advance(Duration.ofMinutes(5));
        assertThat(machine.events).isEmpty();
        assertThat(machine.configure("{}").toString()).contains("NO_SUCH_DEVICE");
    }
}
