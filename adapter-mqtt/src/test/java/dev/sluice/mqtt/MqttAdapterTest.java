package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.device.DeviceEvent;
import dev.sluice.device.Outcome;
import dev.sluice.device.Outcome.Reason;
import dev.sluice.device.Outcome.Refused;
import dev.sluice.device.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MqttAdapterTest {
    private static final String CELLAR = """
            broker: {status-topic: sluice/status}
            limits: {commands: 2, payload-size: 100}
            devices:
              - id: cellar
                name: Cellar
                kind: pump
                attributes:
                  flow: {topic: cellar/state, pointer: /flow, type: number, unit: l/min, factor: 60, time: /at}
                  on: {topic: cellar/on, type: flag, map: {running: true, stopped: false}}
                  mode: {initial: auto, type: text, values: [auto, manual]}
                availability: {topic: cellar/there}
                actions:
                  switch:
                    topic: cellar/set
                    payload: "go ${on}"
                    arguments: {on: {type: flag, required: true, map: {run: true, stop: false}}}
                  reset: {topic: cellar/reset, retained: true}
            """;

    private static final String VALVE = """
            devices:
              - id: valve-9
                profile: valve
                attributes:
                  valve: {topic: v/position}
                  water-flow: {topic: v/flow, factor: 1000}
                  water-temperature: {initial: 10}
                  ambient-temperature: {initial: 20}
                  pressure: {initial: 4700}
                  leak: {initial: none}
                  faults: {initial: '[]'}
                  battery: {initial: none}
                  radio: {initial: connected}
                  siren: {initial: false}
                  led-brightness: {initial: 0}
                actions:
                  set-valve: {topic: v/set, payload: '${position}', arguments: {position: {map: {ON: open, OFF: closed}}}}
            """;

    @Test
    void aDeviceIsThereFromTheStartAndOfflineUntilTheBrokerIs() {
        try (World world = new World(CELLAR)) {
            world.broker.refuse("Connection refused");
            world.started();

            assertThat(world.device("cellar").status()).isEqualTo(Status.OFFLINE);
            assertThat(world.value("cellar", "mode")).isEqualTo("\"auto\"");

            world.broker.accept();
            world.clock.advance(Duration.ofSeconds(1));
            assertThat(world.device("cellar").status()).isEqualTo(Status.ONLINE);
            assertThat(world.broker.subscribed).containsExactlyInAnyOrder("cellar/state", "cellar/on", "cellar/there");
            assertThat(world.broker.published).containsExactly("sluice/status = online");
        }
    }

    @Test
    void messagesBecomeReadingsWithTheDevicesTimeAndTheArrivalBeside() {
        try (World world = new World(CELLAR).started()) {
            world.broker.say("cellar/state", "{\"flow\": 2.5, \"at\": \"2025-12-31T23:00:00Z\"}");
            world.broker.say("cellar/on", "running");

            assertThat(world.value("cellar", "flow")).isEqualTo("150");
            assertThat(world.device("cellar").attributes().get("flow").unit()).isEqualTo("l/min");
            assertThat(world.device("cellar").attributes().get("flow").at())
                    .isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
            assertThat(world.device("cellar").lastSeen()).isEqualTo(world.clock.instant());
            assertThat(world.value("cellar", "on")).isEqualTo("true");
        }
    }

    @Test
    void aDevicesWrongClockMixesUpNoOrder() {
        try (World world = new World(CELLAR).started()) {
            world.broker.say("cellar/state", "{\"flow\": 1, \"at\": \"2099-01-01T00:00:00Z\"}");
            world.clock.advance(Duration.ofSeconds(1));
            world.broker.say("cellar/state", "{\"flow\": 2, \"at\": \"1999-01-01T00:00:00Z\"}");
            world.clock.advance(Duration.ofSeconds(1));
            world.broker.say("cellar/state", "{\"flow\": 3, \"at\": \"no time at all\"}");

            List<DeviceEvent.Reading> readings = world.events.stream()
                    .filter(DeviceEvent.Reading.class::isInstance)
                    .map(DeviceEvent.Reading.class::cast)
                    .toList();
            assertThat(readings)
                    .extracting(reading -> reading.changed().get("flow").value().asInt())
                    .containsExactly(60, 120, 180);
            assertThat(readings).extracting(DeviceEvent::at).isSorted().doesNotHaveDuplicates();
            assertThat(readings)
                    .extracting(reading -> reading.changed().get("flow").at())
                    .containsExactly(
                            Instant.parse("2099-01-01T00:00:00Z"),
                            Instant.parse("1999-01-01T00:00:00Z"),
                            world.clock.instant());
            assertThat(world.value("cellar", "flow")).isEqualTo("180");
            assertThat(world.device("cellar").lastSeen()).isEqualTo(world.clock.instant());
        }
    }

    @Test
    void aValvesLeakIsAnAlertWhenItBeginsAndNotWhileItLasts() {
        String leaky = VALVE.replace("leak: {initial: none}", "leak: {topic: v/leak, map: {'0': none, '1': major}}");
        try (World world = new World(leaky).started()) {
            world.broker.say("v/position", "open");
            world.broker.say("v/flow", "0");
            world.broker.say("v/leak", "0");
            world.broker.say("v/leak", "1");
            world.broker.say("v/leak", "1");
            world.broker.lose("gone");
            world.clock.advance(Duration.ofSeconds(1));
            world.broker.say("v/leak", "1");

            assertThat(world.events)
                    .filteredOn(DeviceEvent.Alert.class::isInstance)
                    .singleElement()
                    .isInstanceOfSatisfying(DeviceEvent.Alert.class, alert -> {
                        assertThat(alert.severity()).isEqualTo(DeviceEvent.Severity.CRITICAL);
                        assertThat(alert.title()).isEqualTo("leak: major");
                    });
        }
    }

    @Test
    void aValueIsReasonForAnAlertIfTheConfigurationSaysSo() {
        String watched = CELLAR.replace("on: {topic: cellar/on,", "on: {topic: cellar/on, alerts: {'false': info},");
        try (World world = new World(watched).started()) {
            world.broker.say("cellar/on", "running");
            world.broker.say("cellar/on", "stopped");
            assertThat(world.events)
                    .filteredOn(DeviceEvent.Alert.class::isInstance)
                    .extracting(event -> ((DeviceEvent.Alert) event).title())
                    .containsExactly("on: false");
        }
    }

    @Test
    void aClientThatTheLibraryWillNotMakeIsAFailureLikeAnyOther() {
        try (World world = new World(CELLAR)) {
            world.broker.breakDown();
            world.started();
            assertThat(world.statusChanges("cellar")).last().asString().contains("the library says no");

            world.broker.accept();
            world.clock.advance(Duration.ofSeconds(1));
            assertThat(world.device("cellar").status()).isEqualTo(Status.ONLINE);
        }
    }

    @Test
    void whatDoesNotFitIsPassedOver() {
        try (World world = new World(CELLAR).started()) {
            long before = readings(world);
            world.broker.say("cellar/state", "{\"flow\": \"much\"}");
            world.broker.say("cellar/state", "{\"other\": 1}");
            world.broker.say("cellar/state", "not JSON");
            world.broker.say("cellar/state", "{\"flow\": 1, \"padding\": \"" + "x".repeat(100) + "\"}");
            world.broker.say("cellar/on", new byte[] {(byte) 0xff});
            world.broker.say("cellar/there", "perhaps");
            world.broker.say("elsewhere", "1");

            assertThat(readings(world)).isEqualTo(before);
            assertThat(world.device("cellar").status()).isEqualTo(Status.ONLINE);
        }
    }

    @Test
    void nullSaysThatAnAttributeCannotBeMeasured() {
        try (World world = new World(CELLAR).started()) {
            world.broker.say("cellar/state", "{\"flow\": 1}");
            world.broker.say("cellar/state", "{\"flow\": null}");

            assertThat(world.value("cellar", "flow")).isEqualTo("unknown");
        }
    }

    @Test
    void aCommandIsDoneOnlyWhenTheBrokerHasAcknowledgedIt() {
        try (World world = new World(CELLAR).started()) {
            world.broker.keepSilent();
            CompletableFuture<Outcome> outcome = world.order("cellar", "switch", "{\"on\": true}");

            assertThat(world.broker.published).contains("cellar/set < go run");
            assertThat(outcome).isNotDone();
            world.broker.acknowledge();
            assertThat(outcome).isCompletedWithValue(Outcome.DONE);
        }
    }

    @Test
    void withoutATemplateThePayloadIsAnObjectOfTheArguments() {
        try (World world = new World(CELLAR).started()) {
            assertThat(world.order("cellar", "reset", "{}")).isCompletedWithValue(Outcome.DONE);
            assertThat(world.broker.published).contains("cellar/reset = {}");
        }
    }

    @Test
    void aCommandThatTheBrokerHadNotAcknowledgedWhenItWasLostIsRefusedAndNeverSentAgain() {
        try (World world = new World(CELLAR).started()) {
            world.broker.keepSilent();
            CompletableFuture<Outcome> outcome = world.order("cellar", "switch", "{\"on\": true}");
            world.broker.lose("closed");

            assertThat(reason(outcome)).isEqualTo(Reason.UNAVAILABLE);
            world.clock.advance(Duration.ofMinutes(5));
            assertThat(world.broker.isConnected()).isTrue();
            assertThat(world.broker.published)
                    .filteredOn(said -> said.startsWith("cellar/set"))
                    .hasSize(1);
        }
    }

    @Test
    void commandsAreRefusedWhileThereIsNobodyToTakeThem() {
        try (World world = new World(CELLAR)) {
            world.broker.refuse("down");
            world.started();
            assertThat(reason(world.order("cellar", "switch", "{\"on\": true}")))
                    .isEqualTo(Reason.UNAVAILABLE);

            world.broker.accept();
            world.clock.advance(Duration.ofSeconds(1));
            world.broker.say("cellar/there", "offline");
            assertThat(reason(world.order("cellar", "switch", "{\"on\": true}")))
                    .isEqualTo(Reason.UNAVAILABLE);
            assertThat(world.broker.published).containsExactly("sluice/status = online");
        }
    }

    @Test
    void commandsThatWaitAreCounted() {
        try (World world = new World(CELLAR).started()) {
            world.broker.keepSilent();
            world.order("cellar", "switch", "{\"on\": true}");
            world.order("cellar", "switch", "{\"on\": true}");
            assertThat(reason(world.order("cellar", "switch", "{\"on\": true}")))
                    .isEqualTo(Reason.BUSY);

            world.broker.acknowledge();
            assertThat(world.order("cellar", "switch", "{\"on\": true}")).isNotDone();
        }
    }

    @Test
    void aLostBrokerTakesItsDevicesOfflineWithTheReasonUntilItIsBack() {
        try (World world = new World(CELLAR).started()) {
            world.broker.refuse("Connection refused");
            world.broker.lose("Server closed connection");
            world.clock.advance(Duration.ofSeconds(1));
            world.broker.accept();
            world.clock.advance(Duration.ofSeconds(2));

            assertThat(world.statusChanges("cellar"))
                    .containsExactly(
                            "ONLINE registered",
                            "OFFLINE not connected to the MQTT broker yet",
                            "ONLINE ",
                            "OFFLINE MQTT broker localhost:1883: Server closed connection",
                            "ONLINE ");
            assertThat(world.broker.subscribed).filteredOn("cellar/on"::equals).hasSize(2);
        }
    }

    @Test
    void anAvailabilityTopicDecidesWhileTheBrokerIsThere() {
        try (World world = new World(CELLAR).started()) {
            world.broker.say("cellar/there", "offline");
            assertThat(world.device("cellar").status()).isEqualTo(Status.OFFLINE);

            world.broker.lose("closed");
            world.clock.advance(Duration.ofSeconds(1));
            assertThat(world.device("cellar").status()).isEqualTo(Status.OFFLINE);

            world.broker.say("cellar/there", "online");
            assertThat(world.device("cellar").status()).isEqualTo(Status.ONLINE);
        }
    }

    @Test
    void aBrokerThatDoesNotKnowMqtt5IsTriedWithTheOlderAtOnce() {
        try (World world = new World(CELLAR)) {
            world.broker.refuse(new ConnectFailure("UNSUPPORTED_PROTOCOL_VERSION", true));
            world.started();

            assertThat(world.broker.attempts).containsExactly(Client.Version.V5, Client.Version.V3_1_1);
            assertThat(world.device("cellar").status()).isEqualTo(Status.ONLINE);
        }
    }

    @Test
    void attemptsComeAtLongerAndLongerDistances() {
        try (World world = new World("broker: {reconnect: {min: 1s, max: 4s}}")) {
            world.broker.refuse("down");
            world.started();
            world.clock.advance(Duration.ofSeconds(15)); // at 0, 1, 3, 7, 11, 15

            assertThat(world.broker.attempts).hasSize(6);
        }
    }

    @Test
    void aDeviceOfAProfileComesWhenAllThatTheProfileRequiresIsKnown() {
        try (World world = new World(VALVE).started()) {
            assertThat(world.find("valve-9")).isEmpty();
            world.broker.say("v/position", "open");
            assertThat(world.find("valve-9")).isEmpty();
            world.broker.say("v/flow", "1.5");

            assertThat(world.device("valve-9").kind()).isEqualTo("valve");
            assertThat(world.device("valve-9").status()).isEqualTo(Status.ONLINE);
            assertThat(world.value("valve-9", "water-flow")).isEqualTo("1500");
            world.order("valve-9", "set-valve", "{\"position\": \"closed\"}");
            assertThat(world.broker.published).containsExactly("v/set < OFF");
        }
    }

    @Test
    void anActionWithoutATopicIsRefused() {
        try (World world = new World(VALVE).started()) {
            world.broker.say("v/position", "open");
            world.broker.say("v/flow", "0");
            assertThat(reason(world.order("valve-9", "set-siren", "{\"on\": true}")))
                    .isEqualTo(Reason.UNSUPPORTED);
        }
    }

    @Test
    void saysGoodbyeAndLeavesNothingBehind() {
        World world = new World(CELLAR).started();
        world.close();

        assertThat(world.broker.published).containsExactly("sluice/status = online", "sluice/status = offline");
        assertThat(world.broker.isConnected()).isFalse();
        assertThat(world.find("cellar")).isEmpty();
        assertThat(world.clock.pending()).isZero();
    }

    @Test
    void stopsTryingWhenItIsClosed() {
        World world = new World(CELLAR);
        world.broker.refuse("down");
        world.started().close();

        assertThat(world.clock.pending()).isZero();
    }

    @Test
    void devicesOfAnotherReadingOfTheConfigurationComeAndGo() {
        String before = "devices: [%s, %s, %s]";
        String stays = "{id: stays, attributes: {x: {topic: stays/x, type: integer}}}";
        String moves = "{id: moves, attributes: {x: {topic: old/x, type: integer}}, availability: {topic: there}}";
        String goes = "{id: goes, attributes: {x: {topic: goes/x, type: integer}}, availability: {topic: there}}";
        String comes = "{id: comes, attributes: {x: {topic: comes/x, type: integer}}}";
        try (World world = new World(before.formatted(stays, moves, goes)).started()) {
            world.broker.say("stays/x", "1");
            world.broker.subscribed.clear();
            world.events.clear();
            world.reconfigure(before.formatted(stays, moves.replace("old/x", "new/x"), comes));
            world.broker.say("old/x", "2");
            world.broker.say("new/x", "3");
            world.broker.say("goes/x", "4");

            assertThat(world.find("goes")).isEmpty();
            assertThat(world.device("comes").status()).isEqualTo(Status.ONLINE);
            assertThat(world.value("moves", "x")).isEqualTo("3");
            assertThat(world.value("stays", "x")).isEqualTo("1");
            assertThat(world.statusChanges("stays")).isEmpty();
            assertThat(world.broker.unsubscribed).containsExactlyInAnyOrder("old/x", "goes/x");
            assertThat(world.broker.subscribed).containsExactlyInAnyOrder("new/x", "there", "comes/x");
        }
    }

    @Test
    void anotherBrokerOrATakenIdInTheConfigurationChangesNothing() {
        try (World world = new World(CELLAR).started()) {
            world.reconfigure("broker: {port: 1884}");
            assertThat(world.find("cellar")).isPresent();

            world.reconfigure("broker: {status-topic: other}\ndevices: [{id: attic, attributes: {x: {topic: x}}}]");
            assertThat(world.find("cellar")).isEmpty();
            MqttAdapter second = new MqttAdapter(World.read(CELLAR), new FakeBroker(), CallerLane::new, () -> 0);
            second.start(world.bus, world.clock);
            world.reconfigure(CELLAR);
            assertThat(world.find("attic")).isEmpty();
            second.close();
            assertThat(world.find("cellar")).isEmpty();
        }
    }

    @Test
    void whatIsReadAgainBeforeTheStartIsWhatIsStarted() {
        try (World world = new World(CELLAR)) {
            world.reconfigure(VALVE);
            world.started();
            assertThat(world.find("cellar")).isEmpty();
            assertThat(world.broker.subscribed).containsExactlyInAnyOrder("v/position", "v/flow");
        }
    }

    @Test
    void anIdThatIsTakenStopsTheStart() {
        try (World world = new World(CELLAR).started()) {
            MqttAdapter second = new MqttAdapter(World.read(CELLAR), new FakeBroker(), CallerLane::new, () -> 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> second.start(world.bus, world.clock))
                    .withMessage("device cellar is already registered");
        }
    }

    private static long readings(World world) {
        return world.events.stream()
                .filter(DeviceEvent.Reading.class::isInstance)
                .count();
    }

    private static Reason reason(CompletableFuture<Outcome> outcome) {
        return outcome.join() instanceof Refused refused ? refused.reason() : null;
    }
}
