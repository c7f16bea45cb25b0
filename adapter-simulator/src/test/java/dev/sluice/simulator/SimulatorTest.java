package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.config.Config;
import dev.sluice.device.Adapter;
import dev.sluice.device.AdapterProvider;
import dev.sluice.device.Command;
import dev.sluice.device.Device;
import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Reading;
import dev.sluice.device.DeviceId;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.Profile;
import dev.sluice.device.Registration;
import dev.sluice.device.Scheduler;
import dev.sluice.testkit.ManualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class SimulatorTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void isFoundAsAPlugIn() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .extracting(AdapterProvider::type)
                .contains("simulator");
    }

    @Test
    void putsAValveARaspberryPiAndTwoWearablesOnTheBus() {
        try (Simulation world = new Simulation("")) {
            assertThat(world.bus.list(device -> true))
                    .extracting(device -> device.id().value(), Device::kind, Device::name)
                    .containsExactly(
                            tuple("pi-1", "raspberry-pi", "Simulated Raspberry Pi"),
                            tuple("valve-1", "valve", "Simulated valve"),
                            tuple("wearable-1", "wearable", "Simulated wearable"),
                            tuple("wearable-2", "wearable", "Simulated wearable"));
        }
    }

    @Test
    void devicesKeepTheirProfilesAndAddFaults() {
        try (Simulation world = new Simulation("")) {
            for (Device device : world.bus.list(any -> true)) {
                Profile plain = Profile.named(device.kind());
                assertThat(device.profile().attributes()).isEqualTo(plain.attributes());
                assertThat(device.profile().actions()).containsAllEntriesOf(plain.actions());
                assertThat(device.profile().actions())
                        .containsKeys("simulate-unavailable", "simulate-commands")
                        .hasSizeGreaterThan(plain.actions().size() + 2);
            }
        }
    }

    @Test
    void aNewcomerSeesWaterFlowAndPeopleWalkWithinSeconds() {
        try (Simulation world = new Simulation("")) {
            world.advance("3S");
            assertThat(world.number("valve-1", "water-flow")).isPositive();
            assertThat(world.number("wearable-1", "steps")).isPositive();
            assertThat(world.number("wearable-2", "steps")).isPositive();
        }
    }

    @Test
    void theSameSeedAndCommandsGiveTheSameDay() {
        assertThat(day(42)).hasSizeGreaterThan(90_000).isEqualTo(day(42));
    }

    @Test
    void anotherSeedGivesAnotherDay() {
        assertThat(flows(day(42))).isNotEqualTo(flows(day(43)));
    }

    @Test
    void devicesOfOneKindDoNotBehaveAlike() {
        String two = "devices: [{id: a, kind: valve}, {id: b, kind: valve}]";
        try (Simulation world = new Simulation(two)) {
            world.advance("10M");
            assertThat(world.reported("a", "water-flow")).isNotEqualTo(world.reported("b", "water-flow"));
        }
    }

    @Test
    void aDeviceBehavesTheSameWhateverIsBesideIt() {
        try (Simulation alone = new Simulation("devices: [{id: a, kind: valve}]");
                Simulation beside = new Simulation("devices: [{id: b, kind: valve}, {id: a, kind: valve}]")) {
            alone.advance("10M");
            beside.advance("10M");
            assertThat(alone.said("a", Reading.class)).isEqualTo(beside.said("a", Reading.class));
        }
    }

    @Test
    void takesBackWhatItRegisteredIfAnIdIsTaken() {
        ManualScheduler scheduler = new ManualScheduler();
        LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
        Adapter first = new SimulatorProvider().configure(configured("devices: [{id: pi-1, kind: raspberry-pi}]"));
        first.start(bus, scheduler);
        Adapter second = new SimulatorProvider().configure(configured(""));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> second.start(bus, scheduler))
                .withMessage("device pi-1 is already registered");

        assertThat(bus.find(new DeviceId("valve-1"))).isEmpty();
        first.close();
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void standsStillWhileTheClockIsSetBackAndThenGoesOn() {
        ManualScheduler clock = new ManualScheduler();
        AtomicReference<Duration> slow = new AtomicReference<>(Duration.ZERO);
        Scheduler scheduler = new Scheduler() {
            @Override
            public Instant instant() {
                return clock.instant().minus(slow.get());
            }

            @Override
            public Registration after(Duration delay, Runnable task) {
                return clock.after(delay, task);
            }
        };
        LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
        try (Adapter simulator = new SimulatorProvider().configure(configured("devices: [{id: a, kind: valve}]"))) {
            simulator.start(bus, scheduler);
            clock.advance(Duration.ofSeconds(4));
            Instant before = bus.find(new DeviceId("a")).orElseThrow().lastSeen();

            slow.set(Duration.ofMinutes(10));
            clock.advance(Duration.ofMinutes(9));
            assertThat(bus.find(new DeviceId("a")).orElseThrow().lastSeen()).isEqualTo(before);

            clock.advance(Duration.ofMinutes(3));
            assertThat(bus.find(new DeviceId("a")).orElseThrow().lastSeen()).isAfter(before.plusSeconds(60));
        }
    }

    @Test
    void whatACommandBeginsIsToldHoweverSlowTheMachineIs() {
        ManualScheduler clock = new ManualScheduler();
        AtomicInteger looks = new AtomicInteger();
        Scheduler hasty = new Scheduler() {
            @Override
            public Instant instant() {
                return clock.instant().plusSeconds(10L * looks.incrementAndGet());
            }

            @Override
            public Registration after(Duration delay, Runnable task) {
                return clock.after(delay, task);
            }
        };
        LocalDeviceBus bus = new LocalDeviceBus(hasty, Duration.ofSeconds(10));
        try (Adapter simulator = new SimulatorProvider().configure(configured("devices: [{id: a, kind: valve}]"))) {
            simulator.start(bus, hasty);
            ObjectNode closed = JsonNodeFactory.instance.objectNode().put("position", "closed");

            bus.invoke(new Command(new DeviceId("a"), "set-valve", closed, "test"));

            assertThat(bus.find(new DeviceId("a")).orElseThrow().value("valve"))
                    .contains(StringNode.valueOf("closing"));
        }
    }

    /** A day at the valve, the board and seldom read wearables, with a few commands on the way. */
    private static List<DeviceEvent> day(int seed) {
        String yaml = "seed: " + seed + "\nwearable: {interval: 1m, motion-rate: 0}";
        try (Simulation world = new Simulation(yaml, MIDNIGHT)) {
            world.advance("7H");
            world.order("valve-1", "set-valve", "{\"position\":\"closed\"}");
            world.advance("2.5S");
            world.order("valve-1", "set-valve", "{\"position\":\"open\"}");
            world.order("pi-1", "simulate-under-voltage", "{\"on\":true}");
            world.order("wearable-1", "simulate-activity", "{\"activity\":\"run\"}");
            world.advance("17H");
            return List.copyOf(world.events);
        }
    }

    private static List<DeviceEvent> flows(List<DeviceEvent> events) {
        return events.stream()
                .filter(event ->
                        event instanceof Reading reading && reading.changed().containsKey("water-flow"))
                .toList();
    }

    private static Config configured(String yaml) {
        return Config.parse("test.yaml", yaml, Path.of(""), Map.of());
    }
}
