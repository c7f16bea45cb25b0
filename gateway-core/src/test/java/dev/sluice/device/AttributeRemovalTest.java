package dev.sluice.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.testkit.ManualScheduler;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;

class AttributeRemovalTest {
    private static final DeviceId ID = new DeviceId("meter-1");
    private static final Profile METER =
            Profile.read("meter", new ByteArrayInputStream("""
                    attributes:
                      volume: {type: integer, required: true}
                      temperature: {type: integer, unit: C, min: -40, max: 85}
                    """.getBytes(StandardCharsets.UTF_8)));

    private final ManualScheduler scheduler = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(1));
    private final List<Published> heard = new ArrayList<>();

    @Test
    void nullTakesAnAttributeOutOfTheSnapshot() {
        register(Map.of("volume", IntNode.valueOf(1), "temperature", IntNode.valueOf(20)));

        report("temperature", NullNode.getInstance());

        assertThat(device().attributes()).containsOnlyKeys("volume");
        assertThat(device().value("temperature")).isEmpty();
    }

    @Test
    void listenersHearTheNull() {
        register(Map.of("volume", IntNode.valueOf(1), "temperature", IntNode.valueOf(20)));
        bus.subscribe(DeviceFilter.all(), heard::add);

        report("temperature", NullNode.getInstance());

        assertThat(heard).singleElement().satisfies(published -> {
            DeviceEvent.Reading reading = (DeviceEvent.Reading) published.event();
            assertThat(reading.changed().get("temperature").value().isNull()).isTrue();
            assertThat(published.device().attributes()).doesNotContainKey("temperature");
        });
    }

    @Test
    void aLaterValueBringsTheAttributeBack() {
        register(Map.of("volume", IntNode.valueOf(1)));

        report("temperature", NullNode.getInstance());
        report("temperature", IntNode.valueOf(21));

        assertThat(device().value("temperature")).contains(IntNode.valueOf(21));
    }

    @Test
    void nullSurvivesTheMergingOfReadings() {
        register(Map.of("volume", IntNode.valueOf(1)));
        bus.subscribe(DeviceFilter.all(), heard::add);
        report("temperature", IntNode.valueOf(21));
        report("temperature", NullNode.getInstance());

        Published merged = heard.get(0).merge(heard.get(1));

        DeviceEvent.Reading reading = (DeviceEvent.Reading) merged.event();
        assertThat(reading.changed().get("temperature").value().isNull()).isTrue();
    }

    @Test
    void anInitialNullIsAnAbsentAttribute() {
        register(Map.of("volume", IntNode.valueOf(1), "temperature", NullNode.getInstance()));

        assertThat(device().attributes()).containsOnlyKeys("volume");
    }

    @Test
    void aRequiredAttributeCannotBeNull() {
        register(Map.of("volume", IntNode.valueOf(1)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> report("volume", NullNode.getInstance()))
                .withMessage("meter attribute volume: null (expected: integer)");
        assertThat(device().value("volume")).contains(IntNode.valueOf(1));
    }

    private void register(Map<String, JsonNode> initial) {
        bus.register(
                new DeviceDescriptor(ID, METER, "Meter", initial),
                command -> CompletableFuture.completedFuture(Outcome.DONE));
    }

    private void report(String name, JsonNode value) {
        Attribute attribute = METER.attribute(name, value, scheduler.instant());
        bus.publish(new DeviceEvent.Reading(ID, Map.of(name, attribute), scheduler.instant()));
    }

    private Device device() {
        return bus.find(ID).orElseThrow();
    }
}
