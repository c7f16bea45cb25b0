package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.ManualScheduler;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class DeviceHistoryTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Profile PROFILE =
            Profile.read("meter", new ByteArrayInputStream("""
                    attributes:
                      flow: {type: number}
                      level: {type: number}
                      mode: {type: text}
                    """.getBytes(StandardCharsets.UTF_8)));

    private final ManualScheduler scheduler = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));

    private FakeDevice device(String id) {
        return new FakeDevice(new DeviceDescriptor(new DeviceId(id), PROFILE, id, Map.of()), bus, scheduler);
    }

    private static void report(FakeDevice device, String name, double value) {
        device.report(Map.of(name, JSON.numberNode(value)));
    }

    @Test
    void keepsTheLastNumberOfEachSpanOfTime() {
        try (DeviceHistory history = new DeviceHistory(bus, scheduler);
                FakeDevice meter = device("meter")) {
            report(meter, "flow", 1);
            report(meter, "flow", 2);
            scheduler.advance(Duration.ofSeconds(4));
            meter.report(Map.of("flow", JSON.numberNode(3), "mode", JSON.stringNode("eco")));
            JsonNode kept = history.numbers(meter.id());
            assertThat(kept.path("step_seconds").intValue()).isEqualTo(2);
            JsonNode attributes = kept.path("attributes");
            assertThat(attributes.propertyNames()).containsExactly("flow");
            assertThat(attributes.path("flow").path("values")).hasToString("[2.0,null,3.0]");
            assertThat(attributes.path("flow").path("start").longValue())
                    .isEqualTo(scheduler.instant().getEpochSecond() - 4);
        }
    }

    @Test
    void forgetsWhatIsOlderThanAQuarterOfAnHour() {
        try (DeviceHistory history = new DeviceHistory(bus, scheduler);
                FakeDevice meter = device("meter")) {
            report(meter, "flow", 1);
            scheduler.advance(Duration.ofMinutes(10));
            report(meter, "flow", 2);
            scheduler.advance(Duration.ofMinutes(10));
            JsonNode attributes = history.numbers(meter.id()).path("attributes");
            assertThat(attributes.path("flow").path("values")).hasToString("[2.0]");
            scheduler.advance(Duration.ofMinutes(10));
            assertThat(history.numbers(meter.id())
                            .path("attributes")
                            .path("flow")
                            .path("values"))
                    .isEmpty();
        }
    }

    @Test
    void keepsNoMoreSeriesThanItMayUntilOneHasBeenSilent() {
        try (DeviceHistory history = new DeviceHistory(bus, scheduler, 1, 10);
                FakeDevice first = device("first");
                FakeDevice second = device("second")) {
            report(first, "flow", 1);
            report(second, "flow", 1);
            assertThat(history.numbers(second.id()).path("attributes")).isEmpty();
            scheduler.advance(Duration.ofMinutes(16));
            report(second, "flow", 2);
            assertThat(history.numbers(second.id()).path("attributes")).hasSize(1);
            assertThat(history.numbers(first.id()).path("attributes")).isEmpty();
        }
    }

    @Test
    void keepsTheNewestEventsThatAreNoReadings() {
        try (DeviceHistory history = new DeviceHistory(bus, scheduler, 10, 2);
                FakeDevice meter = device("meter")) {
            report(meter, "flow", 1);
            meter.report(Status.WARNING, "one");
            meter.report(Status.ERROR, "two");
            meter.report(Status.ONLINE, "three");
            assertThat(history.events(event -> true, 10))
                    .extracting(Object::toString)
                    .satisfiesExactly(newest -> assertThat(newest).contains("three"), oldest -> assertThat(oldest)
                            .contains("two"));
            assertThat(history.events(event -> event.kind() == Kind.ALERT, 10)).isEmpty();
            assertThat(history.events(event -> true, 1)).hasSize(1);
        }
    }
}
