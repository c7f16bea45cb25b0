package dev.sluice.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent.StatusChange;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Status;
import dev.sluice.device.SystemScheduler;
import dev.sluice.protocol.Json;
import dev.sluice.testkit.ManualScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanTest {
    private static final DeviceId ID = new DeviceId("fan-1");

    private final ManualScheduler clock = new ManualScheduler();
    private final LocalDeviceBus bus = new LocalDeviceBus(clock, Duration.ofSeconds(10));
    private final List<StatusChange> changes = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void tellsItsSpeedAndTakesItsPower() throws IOException {
        turn("1200");
        try (Fan fan = started()) {
            assertThat(device().value("speed").map(Object::toString)).contains("1200");
            turn("1500");
            clock.advance(Duration.ofSeconds(1));
            assertThat(device().value("speed").map(Object::toString)).contains("1500");

            assertThat(order(50)).isEqualTo(Outcome.DONE);
            assertThat(directory.resolve("pwm1")).hasContent("127");
            assertThat(fan).isNotNull();
        }
        assertThat(bus.find(ID)).isEmpty();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void isOfflineWithTheReasonWhileItIsAway() throws IOException {
        try (Fan fan = started()) {
            assertThat(device().status()).isEqualTo(Status.OFFLINE);
            assertThat(changes)
                    .last()
                    .extracting(StatusChange::reason)
                    .asString()
                    .contains("fan1_input");
            turn("nonsense");
            clock.advance(Duration.ofSeconds(1));
            assertThat(device().status()).isEqualTo(Status.OFFLINE);
            turn("900");
            clock.advance(Duration.ofSeconds(2));
            assertThat(device().status()).isEqualTo(Status.ONLINE);

            Files.createDirectory(directory.resolve("pwm1"));
            assertThat(order(50)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reason())
                    .isEqualTo(Reason.UNAVAILABLE));
            assertThat(device().status()).isEqualTo(Status.OFFLINE);
            assertThat(fan).isNotNull();
        }
    }

    @Test
    void canBeStartedAgain() throws IOException {
        turn("1200");
        Config config = Config.parse("test.yaml", "directory: " + directory, directory, Map.of());
        Adapter adapter = new FanProvider().configure(config);
        assertThat(config.problems()).isEmpty();
        try (SystemScheduler real = new SystemScheduler("test-clock")) {
            adapter.start(bus, real);
            adapter.close();
            assertThat(bus.find(ID)).isEmpty();
            adapter.start(bus, real);
            await().until(() -> device().value("speed").isPresent());
            adapter.close();
        }
    }

    @Test
    void saysWhatIsWrongWithItsConfiguration() {
        Config config = Config.parse("test.yaml", "{id: a fan, interval: 1ms}", directory, Map.of());
        new FanProvider().configure(config);
        assertThat(config.problems()).hasSize(2);
    }

    private Fan started() {
        bus.subscribe(DeviceFilter.of(ID), published -> {
            if (published.event() instanceof StatusChange change) {
                changes.add(change);
            }
        });
        Fan fan = new Fan(ID, directory, Duration.ofSeconds(1), bus, clock, Runnable::run);
        fan.start();
        clock.advance(Duration.ZERO);
        return fan;
    }

    private void turn(String speed) throws IOException {
        Files.writeString(directory.resolve("fan1_input"), speed + "\n");
    }

    private Device device() {
        return bus.find(ID).orElseThrow();
    }

    private Outcome order(int percent) {
        return bus.invoke(new Command(ID, "set-power", Json.object().put("percent", percent), "test"))
                .toCompletableFuture()
                .join();
    }
}
