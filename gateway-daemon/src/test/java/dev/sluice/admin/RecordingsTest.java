package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.ManualScheduler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class RecordingsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Profile PROFILE =
            Profile.read("meter", new ByteArrayInputStream("""
                    attributes:
                      flow: {type: number, unit: l/min, min: 0, required: true}
                    actions:
                      reset: {description: Begins again}
                    """.getBytes(StandardCharsets.UTF_8)));

    @TempDir
    private Path folder;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    private final List<DeviceEvent> heard = new ArrayList<>();

    private Recordings recordings() {
        return new Recordings(folder.resolve("recordings"), bus, scheduler, Runnable::run);
    }

    private FakeDevice meter() {
        return new FakeDevice(
                new DeviceDescriptor(new DeviceId("meter:1"), PROFILE, "Meter", Map.of("flow", JSON.numberNode(1))),
                bus,
                scheduler);
    }

    @Test
    void saysAgainWhatWasSaidAtTheSameDistances() throws IOException {
        try (Recordings recordings = recordings();
                FakeDevice meter = meter()) {
            String name = recordings.record(bus.find(meter.id()).orElseThrow()).orElseThrow();
            meter.report(Map.of("flow", JSON.numberNode(2)));
            scheduler.advance(Duration.ofSeconds(5));
            meter.report(Status.WARNING, "low");
            recordings.stop(name);
            meter.report(Map.of("flow", JSON.numberNode(3)));

            DeviceId replay = recordings.replay(name).orElseThrow();
            assertThat(bus.find(replay).orElseThrow().profile()).isEqualTo(PROFILE);
            assertThat(bus.find(replay).orElseThrow().value("flow")).hasValue(JSON.numberNode(1));
            bus.subscribe(DeviceFilter.of(replay), published -> heard.add(published.event()));
            scheduler.advance(Duration.ZERO);
            assertThat(bus.find(replay).orElseThrow().value("flow")).hasValue(JSON.numberNode(2));
            scheduler.advance(Duration.ofMillis(4999));
            assertThat(heard).hasSize(1);
            scheduler.advance(Duration.ofMillis(1));
            assertThat(heard)
                    .extracting(DeviceEvent::kind)
                    .containsExactly(
                            DeviceEvent.Kind.READING, DeviceEvent.Kind.STATUS_CHANGE, DeviceEvent.Kind.STATUS_CHANGE);
            assertThat(bus.find(replay)).as("after the end").isEmpty();
            assertThat(recordings
                            .json()
                            .path("recordings")
                            .path(0)
                            .path("state")
                            .asString())
                    .isEqualTo("kept");
        }
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void refusesToReplayTwiceAtATime() throws IOException {
        try (Recordings recordings = recordings();
                FakeDevice meter = meter()) {
            String name = recordings.record(bus.find(meter.id()).orElseThrow()).orElseThrow();
            assertThatIllegalArgumentException().isThrownBy(() -> recordings.replay(name));
        }
    }

    @Test
    void endsAReplayWhoseFileIsNoRecording() throws IOException {
        Files.createDirectories(folder.resolve("recordings"));
        Files.writeString(folder.resolve("recordings/odd.jsonl"), "nothing\n");
        try (Recordings recordings = recordings()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> recordings.replay("odd"))
                    .withMessage("a line that is no JSON");
            assertThat(recordings.has("../odd")).isFalse();
            recordings.delete("odd");
            assertThat(recordings.has("odd")).isFalse();
        }
    }
}
