package dev.sluice.endrpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.device.Registration;
import dev.sluice.testkit.ManualScheduler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ShownTest {
    private final LocalDeviceBus bus = new LocalDeviceBus(new ManualScheduler(), Duration.ofSeconds(10));

    @Test
    void isTheUsualBoardWhereverItStandsAmongOthers() {
        register("a-board");
        register("pi-1");
        assertThat(found(new Shown(Optional.empty(), bus))).isEqualTo("pi-1");
    }

    @Test
    void isAnotherBoardWhereTheUsualOneIsNot() {
        Shown shown = new Shown(Optional.empty(), bus);
        assertThat(found(shown)).isEqualTo("none");
        bus.register(
                new DeviceDescriptor(new DeviceId("a"), new Profile("pump", Map.of(), Map.of()), "Pump", Map.of()),
                command -> CompletableFuture.completedFuture(Outcome.DONE));
        assertThat(found(shown)).isEqualTo("none");

        Registration pi = register("pi");
        assertThat(found(shown)).isEqualTo("pi");
        register("board");
        assertThat(found(shown)).isEqualTo("pi");
        pi.close();
        assertThat(found(shown)).isEqualTo("board");
        assertThat(shown.id()).isEqualTo(new DeviceId("board"));
    }

    @Test
    void isNoBoardButTheConfiguredOne() {
        Shown shown = new Shown(Optional.of(new DeviceId("pi-2")), bus);
        register("pi-1");
        assertThat(found(shown)).isEqualTo("none");
        register("pi-2");
        assertThat(found(shown)).isEqualTo("pi-2");
    }

    private Registration register(String id) {
        return bus.register(
                new DeviceDescriptor(new DeviceId(id), Profile.named("raspberry-pi"), id, Map.of()),
                command -> CompletableFuture.completedFuture(Outcome.DONE));
    }

    private static String found(Shown shown) {
        return shown.find().map(Device::id).map(DeviceId::value).orElse("none");
    }
}
