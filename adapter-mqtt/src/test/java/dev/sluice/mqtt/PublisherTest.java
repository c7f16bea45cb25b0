package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.device.Status;
import dev.sluice.testkit.FakeDevice;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;

class PublisherTest {
    private static final String PUBLISH = """
            publish: true
            publish-to: {gateway: gw, home-assistant: ha}
            conventions: {homie: homie, home-assistant: ha}
            devices:
              - {id: behind, attributes: {x: {topic: x}}}
            """;

    @Test
    void devicesAreDescribedWithTheirValuesAndTheirState() {
        try (World world = new World(PUBLISH);
                FakeDevice thermometer = thermometer(world, "T_1")) {
            world.started();

            assertThat(world.broker.published)
                    .contains(
                            "homie/5/t-1/$state = init",
                            "homie/5/t-1/temperature/temperature = 20.5",
                            "homie/5/t-1/$state = ready",
                            "homie/5/gw/$state = ready")
                    .anyMatch(said -> said.startsWith("homie/5/t-1/$description = {\"homie\":\"5.0\"")
                            && said.contains("\"root\":\"gw\"")
                            && said.contains("\"unit\":\"°C\""))
                    .anyMatch(said -> said.startsWith("homie/5/gw/$description = ") && said.contains("[\"t-1\"]"))
                    .anyMatch(said -> said.startsWith("ha/device/gw_t-1/config = ")
                            && said.contains("\"state_topic\":\"homie/5/t-1/temperature/temperature\""))
                    .noneMatch(said -> said.contains("behind"));
            assertThat(thermometer.received()).isNull();
        }
    }

    @Test
    void newsAreToldAndSoAreNewDevices() {
        try (World world = new World(PUBLISH).started();
                FakeDevice thermometer = thermometer(world, "t1")) {
            thermometer.report(Map.of("temperature", DoubleNode.valueOf(21.5)));
            thermometer.report(Status.ERROR, "broken");

            assertThat(world.broker.published)
                    .contains("homie/5/t1/temperature/temperature = 21.5", "homie/5/t1/$state = disconnected");
        }
    }

    @Test
    void aBrokerThatDoesNotKeepUpGetsTheNewestValuesOnly() {
        try (World world = new World(PUBLISH).started();
                FakeDevice thermometer = thermometer(world, "t1")) {
            world.broker.published.clear();
            world.broker.keepSilent();
            for (int i = 0; i < 1000; i++) {
                thermometer.report(Map.of("temperature", IntNode.valueOf(i)));
            }
            assertThat(world.broker.published).hasSize(64);

            world.broker.speakAgain();
            assertThat(world.broker.published).hasSize(65).last().isEqualTo("homie/5/t1/temperature/temperature = 999");
        }
    }

    @Test
    void aDeviceThatLeavesIsDisconnectedAndNoLongerAskedForAndComesBackAsANewOne() {
        try (World world = new World(PUBLISH).started()) {
            thermometer(world, "t1").close();
            assertThat(world.broker.published)
                    .contains("homie/5/t1/$state = disconnected")
                    .last()
                    .isEqualTo("homie/5/gw/$state = ready");
            assertThat(world.broker.published)
                    .filteredOn(said -> said.startsWith("homie/5/gw/$description"))
                    .last()
                    .asString()
                    .contains("\"children\":[]");
            assertThat(world.broker.unsubscribed).containsExactly("homie/5/t1/actions/+/set");

            world.broker.published.clear();
            try (FakeDevice again = thermometer(world, "t1")) {
                assertThat(world.broker.published)
                        .contains("homie/5/t1/temperature/temperature = 20.5", "homie/5/t1/$state = ready");
                assertThat(again.received()).isNull();
            }
        }
    }

    @Test
    void whatIsAskedForOnceIsNotAskedForAgainBecauseTheBrokerWasAway() {
        try (World world = new World(PUBLISH).started();
                FakeDevice stays = thermometer(world, "t1")) {
            FakeDevice leaves = thermometer(world, "t2");
            world.broker.lose("closed");
            leaves.close();
            world.broker.subscribed.clear();
            world.clock.advance(Duration.ofSeconds(1));

            assertThat(world.broker.subscribed)
                    .filteredOn("homie/5/t1/actions/+/set"::equals)
                    .hasSize(1);
            assertThat(world.broker.unsubscribed).containsExactly("homie/5/t2/actions/+/set");
            assertThat(stays.received()).isNull();
        }
    }

    @Test
    void everythingIsToldAnewWhenTheBrokerIsBack() {
        try (World world = new World(PUBLISH).started();
                FakeDevice thermometer = thermometer(world, "t1")) {
            world.broker.lose("closed");
            thermometer.report(Map.of("temperature", DoubleNode.valueOf(3)));
            world.broker.published.clear();
            world.clock.advance(Duration.ofSeconds(1));

            assertThat(world.broker.published).contains("homie/5/t1/temperature/temperature = 3.0");
        }
    }

    @Test
    void commandsComeBack() {
        try (World world = new World(PUBLISH);
                FakeDevice display = new FakeDevice(
                        new DeviceDescriptor(
                                new DeviceId("d1"),
                                Profile.read("lamp", new ByteArrayInputStream("""
                                        attributes: {level: {type: integer}}
                                        actions:
                                          set-level: {arguments: {percent: {type: integer, min: 0, max: 100, required: true}}}
                                          wipe: {clearance: administrator}
                                        """.getBytes(StandardCharsets.UTF_8))),
                                "Lamp",
                                Map.of()),
                        world.bus,
                        world.clock)) {
            world.started();
            world.broker.say("homie/5/d1/actions/set-level/set", "300");
            world.broker.say("homie/5/d1/actions/set-level/set", "bright");
            world.broker.say("homie/5/d1/actions/wipe/set", "{}");
            world.broker.say("homie/5/d1/actions/other/set", "{}");
            world.broker.say("homie/5/other/actions/set-level/set", "1");
            world.broker.keepOld("homie/5/d1/actions/set-level/set", "1");
            assertThat(display.received()).isNull();

            world.broker.say("homie/5/d1/actions/set-level/set", "30");
            assertThat(display.received().action()).isEqualTo("set-level");
            assertThat(display.received().arguments()).hasToString("{\"percent\":30}");
            display.answer(Outcome.DONE);
        }
    }

    @Test
    void whatIsPublishedIsNotFoundAgain() {
        try (World world = new World(PUBLISH);
                FakeDevice thermometer = thermometer(world, "t_1")) {
            world.started();
            for (String said : List.copyOf(world.broker.published)) {
                String[] parts = said.split(" = ", 2);
                world.broker.say(parts[0], parts[1]);
            }
            assertThat(world.bus.list(device -> true)).hasSize(2);
            assertThat(thermometer.received()).isNull();
        }
    }

    @Test
    void whatAnEarlierRunHasPublishedIsNotFoundEither() {
        try (World world = new World(PUBLISH).started()) {
            world.broker.say("homie/5/t8/$description", """
                    {"homie": "5.0", "root": "gw", "nodes": {"air": {"properties": {"temperature": {}}}}}
                    """);
            world.broker.say("ha/device/gw_t8/config", """
                    {"components": {"t": {"platform": "sensor", "state_topic": "homie/5/t8/air/temperature"}}}
                    """);
            assertThat(world.bus.list(device -> true)).hasSize(1);
        }
    }

    @Test
    void whatIsFoundIsNotPublished() {
        try (World world = new World(PUBLISH).started()) {
            world.broker.say("homie/5/t9/$description", """
                    {"homie": "5.0", "nodes": {"air": {"type": "temperature", "properties": {"temperature": {}}}}}
                    """);
            world.broker.say("homie/5/t9/air/temperature", "20");

            assertThat(world.device("t9").kind()).isEqualTo("temperature");
            assertThat(world.broker.published).noneMatch(said -> said.contains("t9"));
        }
    }

    @Test
    void saysGoodbyeForAllByItsRoot() {
        World world = new World(PUBLISH).started();
        world.close();
        assertThat(world.broker.published).last().isEqualTo("homie/5/gw/$state = disconnected");
        assertThat(MqttAdapter.lastWill(World.read(PUBLISH)).flatMap(Message::text))
                .contains("lost");
    }

    @Test
    void oneGatewaysDevicesAreAnothersWithTheirProfile() {
        try (World one = new World(PUBLISH);
                FakeDevice thermometer = thermometer(one, "t1");
                World other = new World("conventions: {homie: homie}").started()) {
            one.started();
            repeat(one, other);
            repeat(one, other); // the values, which the broker tells again for the new topics
            assertThat(other.device("t1").kind()).isEqualTo("temperature");
            assertThat(other.device("t1").name()).isEqualTo(thermometer.id().value());
            assertThat(other.value("t1", "temperature")).isEqualTo("20.5");
        }
    }

    @Test
    void whatOneGatewayDescribesForHomeAssistantAnotherUnderstands() {
        try (World one = new World(PUBLISH);
                FakeDevice thermometer = thermometer(one, "t1");
                World other = new World("conventions: {home-assistant: ha}").started()) {
            one.started();
            repeat(one, other);
            repeat(one, other); // the values, which the broker tells again for the new topics
            assertThat(other.value("gw-t1-temperature", "state")).isEqualTo("20.5");
            assertThat(other.device("gw-t1-temperature").status()).isEqualTo(Status.ONLINE);

            thermometer.report(Status.ERROR, "broken");
            repeat(one, other);
            assertThat(other.device("gw-t1-temperature").status()).isEqualTo(Status.OFFLINE);
            thermometer.report(Status.ONLINE, "mended");
            repeat(one, other);
            assertThat(other.device("gw-t1-temperature").status()).isEqualTo(Status.ONLINE);
            other.broker.say("homie/5/gw/$state", "lost");
            assertThat(other.device("gw-t1-temperature").status()).isEqualTo(Status.OFFLINE);
        }
    }

    /** What one has said so far is what the other hears. */
    private static void repeat(World one, World other) {
        for (String said : one.broker.published) {
            String[] parts = said.split(" = ", 2);
            other.broker.say(parts[0], parts[1]);
        }
    }

    private static FakeDevice thermometer(World world, String id) {
        DeviceDescriptor descriptor = new DeviceDescriptor(
                new DeviceId(id), Profile.named("temperature"), id, Map.of("temperature", DoubleNode.valueOf(20.5)));
        return new FakeDevice(descriptor, world.bus, world.clock);
    }
}
