package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A board on a bus of its own: made files, a fake kernel, a clock that the test moves. Measurements and commands happen on the
 * test's thread; only edges come on another one.
 */
final class Machine implements AutoCloseable {
    static final DeviceId PI = new DeviceId("pi");

    private static final JsonMapper JSON = new JsonMapper();

    final FakeKernel kernel;
    final ManualScheduler scheduler = new ManualScheduler();
    final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    final List<DeviceEvent> events = Collections.synchronizedList(new ArrayList<>());
    final LinuxBoard board;
    Executor commanding = Runnable::run;

    private Machine(Path root, FakeKernel kernel, String yaml) {
        this.kernel = kernel;
        Config config = Config.parse("test.yaml", yaml + "\nroot: " + root, Path.of(""), Map.of());
        LinuxConfig read = LinuxConfig.read(config);
        assertThat(config.problems()).isEmpty();
        bus.subscribe(DeviceFilter.all(), published -> events.add(published.event()));
        Firmware firmware = Firmware.of(read.firmware(), read.root(), kernel, Duration.ofMinutes(1), scheduler);
        board = new LinuxBoard(
                read,
                new HostValues(read.root(), firmware),
                new PinBanks(read, kernel),
                bus,
                scheduler,
                Runnable::run,
                task -> commanding.execute(task));
    }

    /** A Raspberry Pi 4 that has not been started. */
    static Machine pi(Path root, String yaml) {
        Path chip = root.resolve("dev/gpiochip0");
        MadeTree.pi(root).with("dev/gpiochip0", "").with("dev/gpiochip1", "");
        FakeKernel kernel = new FakeKernel()
                .chip(chip.toString(), "raspberrypi-exp-gpio")
                .chip(root.resolve("dev/gpiochip1").toString(), "pinctrl-bcm2711");
        return new Machine(root, kernel, yaml);
    }

    /** Some other machine that has not been started. */
    static Machine plain(Path root, String yaml) {
        MadeTree.linux(root);
        return new Machine(root, new FakeKernel(), yaml);
    }

    Machine started() {
        board.start();
        return this;
    }

    Outcome configure(String pins) {
        ObjectNode arguments = JSON.createObjectNode();
        arguments.set("pins", json(pins));
        return bus.invoke(new Command(PI, "configure-pins", arguments, "test"))
                .toCompletableFuture()
                .join();
    }

    Device device() {
        return bus.find(PI).orElseThrow();
    }

    /** An attribute as JSON, {@code absent} if it is not known. */
    String value(String attribute) {
        return device().value(attribute).map(JsonNode::toString).orElse("absent");
    }

    /** What an attribute was reported with since the events were cleared last. */
    List<String> reported(String attribute) {
        return said(Reading.class).stream()
                .filter(reading -> reading.changed().containsKey(attribute))
                .map(reading -> reading.changed().get(attribute).value().toString())
                .toList();
    }

    <E extends DeviceEvent> List<E> said(Class<E> type) {
        return List.copyOf(events).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    void advance(Duration duration) {
        scheduler.advance(duration);
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    @Override
    public void close() {
        board.close();
    }
}
