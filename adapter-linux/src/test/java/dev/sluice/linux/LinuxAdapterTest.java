package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.Config;
import dev.sluice.config.Problem;
import dev.sluice.device.Adapter;
import dev.sluice.device.AdapterProvider;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class LinuxAdapterTest {
    @TempDir
    Path root;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));

    private static Adapter adapter(String yaml) {
        Config config = Config.parse("test.yaml", yaml, Path.of("/"), Map.of());
        AdapterProvider provider = ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.type().equals("linux"))
                .findFirst()
                .orElseThrow();
        Adapter adapter = provider.configure(config);
        assertThat(config.problems()).isEmpty();
        return adapter;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisMachineIsOnTheBusAndIsMeasuredOnAThreadOfItsOwn() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        bus.subscribe(
                DeviceFilter.all().only(Kind.READING),
                published -> threads.add(Thread.currentThread().getName()));
        try (Adapter adapter = adapter("{id: host, name: This machine, gpio: {enabled: false}}")) {
            adapter.start(bus, scheduler);
            DeviceId id = new DeviceId("host");
            await().until(() ->
                    bus.find(id).flatMap(device -> device.value("uptime")).isPresent());
            Device device = bus.find(id).orElseThrow();
            assertThat(device.name()).isEqualTo("This machine");
            assertThat(device.value("memory-total")).isPresent();
            assertThat(threads).containsExactly("sluice-linux-host");
        }
        assertThat(bus.find(new DeviceId("host"))).isEmpty();
    }

    @Test
    void severalCanBeOnOneBus() {
        MadeTree.linux(root);
        try (Adapter first = adapter("{id: a, root: " + root + "}");
                Adapter second = adapter("{id: b, root: " + root + "}");
                Adapter third = adapter("{id: b, root: " + root + "}")) {
            first.start(bus, scheduler);
            second.start(bus, scheduler);
            assertThatThrownBy(() -> third.start(bus, scheduler)).isInstanceOf(IllegalArgumentException.class);
            assertThat(bus.list(device -> true)).hasSize(2);
        }
        assertThat(bus.list(device -> true)).isEmpty();
    }

    @Test
    void commandsAreCarriedOutOnAThreadOfTheirOwn() {
        MadeTree.linux(root);
        try (Adapter adapter = adapter("{root: " + root + "}")) {
            adapter.start(bus, scheduler);
            DeviceId id = new DeviceId("pi");
            await().until(() ->
                    bus.find(id).flatMap(device -> device.value("GPIO4")).isPresent());
            ObjectNode arguments = JsonNodeFactory.instance.objectNode();
            arguments.putObject("pins").putObject("GPIO4").put("io", "OUTPUT").put("state", 1);
            assertThat(bus.invoke(new Command(id, "configure-pins", arguments, "test"))
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(Outcome.DONE);
            assertThat(bus.find(id)
                            .orElseThrow()
                            .value("GPIO4")
                            .orElseThrow()
                            .path("io")
                            .stringValue())
                    .isEqualTo("OUTPUT");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closingEndsTheProgramThatIsWaitedFor() {
        MadeTree.linux(root).withProgram("usr/bin/vcgencmd", "echo $$ > $(dirname $0)/pid\nexec sleep 1000");
        HostFiles files = new HostFiles(root);
        long pid;
        try (Adapter adapter = adapter("{root: " + root + "}")) {
            adapter.start(bus, scheduler);
            await().until(() ->
                    files.line("usr/bin/pid").filter(text -> !text.isEmpty()).isPresent());
            pid = Long.parseLong(files.line("usr/bin/pid").orElseThrow());
        }
        await().until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void tellsEverythingThatIsWrongWithItsConfiguration() {
        Config config = Config.parse("test.yaml", """
                id: a board
                interval: 1ms
                firmware: guess
                gpio: {chip: auto, pins: [GPIO4, GPIO8], enabled: maybe}
                pins: all
                """, Path.of("/"), Map.of());
        new LinuxProvider().configure(config);
        assertThat(config.problems().stream().map(Problem::toString))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("id: found 'a board'"),
                        problem -> assertThat(problem).contains("interval: found '1ms'"),
                        problem -> assertThat(problem)
                                .contains(
                                        "firmware: found 'guess' (expected: one of auto, sysfs, vcgencmd, vcio, off)"),
                        problem ->
                                assertThat(problem).contains("gpio.pins: found 'GPIO8' (expected: names out of GPIO2"),
                        problem -> assertThat(problem).contains("gpio.enabled: found 'maybe'"),
                        problem -> assertThat(problem).contains("pins: found an unknown key"));
    }
}
