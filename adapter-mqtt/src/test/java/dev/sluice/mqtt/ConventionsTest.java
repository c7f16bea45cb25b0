package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceEvent;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.Outcome;
import dev.sluice.device.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that describe themselves, told as the messages they send. */
class ConventionsTest {
    private static final String HOMIE = "conventions: {homie: homie}";
    private static final String HOME_ASSISTANT = "conventions: {home-assistant: ha}";
    private static final String VALTRONICS = "conventions: {valtronics: valtronics}";
    private static final String MIXER = """
            {"homie": "5.0", "version": 1, "name": "Mixer", "nodes": {"tank": {"properties": {
              "level": {"datatype": "integer", "format": "0:100", "unit": "%"},
              "mode": {"datatype": "enum", "format": "slow,fast", "settable": true},
              "kick": {"datatype": "boolean", "settable": true, "retained": false}}}}}
            """;

    @Test
    void aHomieDeviceDescribesItself() {
        try (World world = new World(HOMIE).started()) {
            world.broker.say("homie/5/mixer/$state", "ready");
            world.broker.say("homie/5/mixer/$description", MIXER);
            world.broker.say("homie/5/mixer/tank/level", "70");
            world.broker.say("homie/5/mixer/tank/level", "170");

            assertThat(world.broker.subscribed).contains("homie/5/mixer/tank/level", "homie/5/mixer/tank/mode");
            assertThat(world.device("mixer").name()).isEqualTo("Mixer");
            assertThat(world.device("mixer").status()).isEqualTo(Status.ONLINE);
            assertThat(world.value("mixer", "tank.level")).isEqualTo("70");
            assertThat(world.device("mixer").profile().attributes()).containsOnlyKeys("tank.level", "tank.mode");
            assertThat(world.order("mixer", "set-tank.mode", "{\"value\": \"fast\"}"))
                    .isCompletedWithValue(Outcome.DONE);
            world.order("mixer", "set-tank.kick", "{\"value\": true}");
            assertThat(world.broker.published)
                    .containsExactly("homie/5/mixer/tank/mode/set < fast", "homie/5/mixer/tank/kick/set < true");
        }
    }

    @ParameterizedTest
    @CsvSource({"ready, ONLINE", "sleeping, ONLINE", "init, MAINTENANCE", "disconnected, OFFLINE", "lost, OFFLINE"})
    void aHomieStateIsAStatus(String state, Status status) {
        try (World world = new World(HOMIE).started()) {
            world.broker.say("homie/5/mixer/$description", MIXER);
            world.broker.say("homie/5/mixer/$state", state);
            assertThat(world.device("mixer").status()).isEqualTo(status);
        }
    }

    @Test
    void aHomieDeviceIsLostWithItsRoot() {
        try (World world = new World(HOMIE).started()) {
            world.broker.say("homie/5/hub/$state", "ready");
            world.broker.say("homie/5/mixer/$state", "ready");
            world.broker.say(
                    "homie/5/mixer/$description", MIXER.replace("\"version\"", "\"root\": \"hub\", \"version\""));
            assertThat(world.device("mixer").status()).isEqualTo(Status.ONLINE);

            world.broker.say("homie/5/hub/$state", "lost");
            assertThat(world.device("mixer").status()).isEqualTo(Status.OFFLINE);
        }
    }

    @Test
    void aHomieDeviceGoesWhenItsTopicsAreEmptied() {
        try (World world = new World(HOMIE).started()) {
            world.broker.say("homie/5/mixer/$description", MIXER);
            world.broker.say("homie/5/mixer/$description", "");
            assertThat(world.find("mixer")).isEmpty();
            assertThat(world.broker.unsubscribed)
                    .containsExactlyInAnyOrder("homie/5/mixer/tank/level", "homie/5/mixer/tank/mode");
        }
    }

    @Test
    void topicsOfADeviceThatIsOnlyLostAreKeptSinceItMayComeBackAnyMoment() {
        try (World world = new World(HOMIE).started()) {
            world.broker.say("homie/5/mixer/$description", MIXER);
            world.broker.say("homie/5/mixer/$state", "lost");
            assertThat(world.broker.unsubscribed).isEmpty();

            world.broker.say("homie/5/mixer/$state", "ready");
            world.broker.say("homie/5/mixer/tank/level", "70");
            assertThat(world.value("mixer", "tank.level")).isEqualTo("70");
        }
    }

    @Test
    void aDescriptionThatChangesGivesBackOnlyWhatItNamesNoMore() {
        try (World world = new World(HOMIE).started()) {
            world.broker.say("homie/5/mixer/$description", MIXER);
            world.broker.say("homie/5/mixer/$description", MIXER);
            world.broker.say("homie/5/mixer/$description", MIXER.replace("\"mode\"", "\"speed\""));

            assertThat(world.broker.unsubscribed).containsExactly("homie/5/mixer/tank/mode");
            assertThat(world.broker.subscribed)
                    .filteredOn("homie/5/mixer/tank/level"::equals)
                    .hasSize(2);
        }
    }

    @Test
    void aTopicOfSeveralDevicesIsKeptUntilTheLastIsGone() {
        try (World world = new World(HOME_ASSISTANT).started()) {
            for (String id : new String[] {"a", "b"}) {
                world.broker.say(
                        "ha/sensor/" + id + "/config",
                        "{\"stat_t\": \"z/" + id + "\", \"avty_t\": \"z/there\", \"uniq_id\": \"" + id + "\"}");
            }
            world.broker.say("ha/sensor/a/config", "");
            assertThat(world.broker.unsubscribed).containsExactly("z/a");

            world.broker.say("ha/sensor/b/config", "");
            assertThat(world.broker.unsubscribed).containsExactlyInAnyOrder("z/a", "z/b", "z/there");

            world.broker.lose("closed");
            world.broker.subscribed.clear();
            world.clock.advance(Duration.ofSeconds(1));
            assertThat(world.broker.subscribed).containsExactlyInAnyOrder("ha/+/+/config", "ha/+/+/+/config");
        }
    }

    @Test
    void aHomeAssistantEntityThatMovesToAnotherTopicIsHeardThere() {
        try (World world = new World(HOME_ASSISTANT).started()) {
            world.broker.say("ha/sensor/a/config", "{\"stat_t\": \"old\", \"uniq_id\": \"a\"}");
            world.broker.say("ha/sensor/a/config", "{\"stat_t\": \"new\", \"uniq_id\": \"a\"}");
            world.broker.say("old", "1");
            world.broker.say("new", "2");

            assertThat(world.broker.unsubscribed).containsExactly("old");
            assertThat(world.device("a").attributes().values()).singleElement().satisfies(attribute -> assertThat(
                            attribute.value().asString())
                    .isEqualTo("2"));
        }
    }

    @Test
    void aHomieDeviceWhoseNodeIsOneOfOurProfilesHasThatProfile() {
        try (World world = new World(HOMIE).started()) {
            world.broker.say("homie/5/t1/$description", """
                    {"homie": "5.0", "version": 1, "nodes": {"air": {"type": "temperature",
                      "properties": {"temperature": {"datatype": "float", "unit": "°C"}}}}}
                    """);
            world.broker.say("homie/5/t1/$state", "ready");
            assertThat(world.find("t1")).isEmpty();

            world.broker.say("homie/5/t1/air/temperature", "21.5");
            assertThat(world.device("t1").kind()).isEqualTo("temperature");
            assertThat(world.device("t1").status()).isEqualTo(Status.ONLINE);
            assertThat(world.value("t1", "temperature")).isEqualTo("21.5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "null", "{\"homie\": \"4.0\"}", "{\"homie\": \"5.0\", \"nodes\": 7}", "{"})
    void whatDescribesNoHomieDeviceIsIgnored(String description) {
        try (World world = new World(HOMIE).started()) {
            world.broker.say("homie/5/x/$description", description);
            assertThat(world.bus.list(device -> true)).isEmpty();
        }
    }

    @Test
    void noMoreDevicesThanAllowedAreFound() {
        try (World world = new World(HOMIE + "\nlimits: {discovered-devices: 2}").started()) {
            Stream.of("a", "b", "c").forEach(id -> world.broker.say("homie/5/" + id + "/$description", MIXER));
            assertThat(world.bus.list(device -> true)).hasSize(2);

            world.broker.say("homie/5/a/$description", "");
            world.broker.say("homie/5/c/$description", MIXER);
            assertThat(world.find("c")).isPresent();
        }
    }

    @Test
    void aHomeAssistantValveOpensAndCloses() {
        try (World world = new World(HOME_ASSISTANT).started()) {
            world.broker.say("ha/valve/garden/config", """
                    {"~": "garden/valve", "name": "Garden", "uniq_id": "v1", "cmd_t": "~/set", "stat_t": "~/state",
                     "avty_t": "garden/there", "pl_open": "ON", "pl_cls": "OFF"}
                    """);
            world.broker.say("garden/valve/state", "closing");
            assertThat(world.device("v1").name()).isEqualTo("Garden");
            assertThat(world.value("v1", "valve")).isEqualTo("\"closing\"");

            assertThat(world.order("v1", "set-valve", "{\"position\": \"closed\"}"))
                    .isCompletedWithValue(Outcome.DONE);
            assertThat(world.broker.published).containsExactly("garden/valve/set < OFF");
            world.broker.say("garden/there", "offline");
            assertThat(world.device("v1").status()).isEqualTo(Status.OFFLINE);
        }
    }

    @Test
    void aHomeAssistantSensorPicksItsValueFromJson() {
        try (World world = new World(HOME_ASSISTANT).started()) {
            world.broker.say("ha/sensor/node/t/config", """
                    {"state_topic": "z/t", "unit_of_measurement": "°C", "device_class": "temperature", "unique_id": "t",
                     "value_template": "{{ value_json.air['temp'] | float | round(1) }}",
                     "availability": [{"topic": "z/there", "value_template": "{{ value_json.state }}"}]}
                    """);
            world.broker.say("z/t", "{\"air\": {\"temp\": 20.25}}");
            world.broker.say("z/there", "{\"state\": \"offline\"}");

            assertThat(world.value("t", "temperature")).isEqualTo("20.25");
            assertThat(world.device("t").attributes().get("temperature").unit()).isEqualTo("C");
            assertThat(world.device("t").status()).isEqualTo(Status.OFFLINE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "all, online, offline, OFFLINE",
        "all, offline, online, OFFLINE",
        "all, online, online, ONLINE",
        "any, online, offline, ONLINE",
        "any, offline, offline, OFFLINE",
        "latest, offline, online, ONLINE",
        "latest, online, offline, OFFLINE"
    })
    void severalAvailabilityTopicsCountAsTheModeSays(String mode, String bridge, String device, Status status) {
        try (World world = new World(HOME_ASSISTANT).started()) {
            world.broker.say("ha/sensor/t/config", """
                    {"stat_t": "z/t", "uniq_id": "t", "avty_mode": "MODE", "avty": [{"t": "z/bridge"}, {"topic": "z/device"}]}
                    """.replace("MODE", mode));
            world.broker.say("z/bridge", bridge);
            world.broker.say("z/device", device);

            assertThat(world.device("t").status()).isEqualTo(status);
        }
    }

    @Test
    void aHomeAssistantDeviceHasSeveralComponents() {
        try (World world = new World(HOME_ASSISTANT).started()) {
            world.broker.say("ha/device/plug/config", """
                    {"dev": {"name": "Plug"}, "avty_t": "plug/there", "cmps": {
                      "s": {"p": "switch", "stat_t": "plug/s", "cmd_t": "plug/s/set"},
                      "d": {"p": "binary_sensor", "stat_t": "plug/d", "pl_on": "open", "pl_off": "shut"},
                      "l": {"p": "light", "stat_t": "plug/l"}}}
                    """);
            world.broker.say("plug/s", "ON");
            world.broker.say("plug/d", "shut");
            assertThat(world.value("plug-s", "on")).isEqualTo("true");
            assertThat(world.value("plug-d", "on")).isEqualTo("false");
            assertThat(world.bus.list(device -> true)).hasSize(2);
            world.order("plug-s", "switch", "{\"on\": false}");
            assertThat(world.broker.published).containsExactly("plug/s/set < OFF");

            world.broker.say("ha/device/plug/config", "");
            assertThat(world.bus.list(device -> true)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ states('x') }}",
                "{{ value_json.a + 1 }}",
                "{% if value %}1{% endif %}",
                "{{ value | upper }}"
            })
    void aTemplateThatDoesMoreThanPickIsNotUnderstood(String template) {
        assertThat(HomeAssistantEntity.pointer(template)).isEmpty();
    }

    @Test
    void aValtronicsDeviceOfTheFirstLayoutGrowsWithItsMetrics() {
        try (World world = new World(VALTRONICS).started()) {
            world.broker.say("valtronics/TEMP_SENSOR_001/telemetry", """
                    {"device_id": "TEMP_SENSOR_001", "timestamp": "2025-12-31T23:59:59.5",
                     "metrics": [{"name": "temperature", "value": 21.5, "unit": "celsius"}]}
                    """);
            world.broker.say("valtronics/TEMP_SENSOR_001/telemetry", "{\"name\": \"state\", \"value\": \"running\"}");

            assertThat(world.value("TEMP_SENSOR_001", "temperature")).isEqualTo("21.5");
            assertThat(world.value("TEMP_SENSOR_001", "state")).isEqualTo("\"running\"");
            assertThat(world.device("TEMP_SENSOR_001").status()).isEqualTo(Status.ONLINE);
            assertThat(world.events)
                    .filteredOn(DeviceEvent.Reading.class::isInstance)
                    .first()
                    .extracting(event -> ((DeviceEvent.Reading) event)
                            .changed()
                            .get("temperature")
                            .at())
                    .isEqualTo(Instant.parse("2025-12-31T23:59:59.5Z"));
            world.order("TEMP_SENSOR_001", "command", "{\"command\": \"calibrate\"}");
            assertThat(world.broker.published)
                    .singleElement()
                    .asString()
                    .startsWith("valtronics/TEMP_SENSOR_001/command < {\"command\":\"calibrate\",\"parameters\":{}");
        }
    }

    @Test
    void aValtronicsDeviceOfTheSecondLayoutHasATopicForEachMetric() {
        try (World world = new World(VALTRONICS).started()) {
            world.broker.say(
                    "valtronics/devices/1000/telemetry/humidity",
                    "{\"value\": 55, \"unit\": \"%\", \"timestamp\": \"1767225600\"}");
            world.broker.say("valtronics/devices/1000/status/offline", "{\"status\": \"offline\"}");
            assertThat(world.value("1000", "humidity")).isEqualTo("55");
            assertThat(world.device("1000").status()).isEqualTo(Status.OFFLINE);

            world.broker.say("valtronics/devices/1000/status/online", "{}");
            world.order("1000", "command", "{\"command\": \"restart\", \"parameters\": {\"in\": 5}}");
            assertThat(world.broker.published)
                    .singleElement()
                    .asString()
                    .startsWith(
                            "valtronics/devices/1000/commands/restart < {\"command\":\"restart\",\"params\":{\"in\":5}");
        }
    }

    @Test
    void aValtronicsStatusWithASeverityIsAnAlertTooAndOutlivesANewMetric() {
        try (World world = new World(VALTRONICS).started()) {
            world.broker.say("valtronics/devices/1000/telemetry/humidity", "{\"value\": 55}");
            world.broker.say(
                    "valtronics/devices/1000/status/error", "{\"severity\": \"critical\", \"message\": \"wet\"}");
            world.broker.say("valtronics/devices/1000/telemetry/dew_point", "{\"value\": 15}");

            assertThat(world.device("1000").status()).isEqualTo(Status.ERROR);
            assertThat(world.value("1000", "dew_point")).isEqualTo("15");
            assertThat(world.events)
                    .filteredOn(DeviceEvent.Alert.class::isInstance)
                    .singleElement()
                    .extracting(event -> ((DeviceEvent.Alert) event).message())
                    .isEqualTo("wet");
        }
    }

    @Test
    void aDeviceThatNamesImpossibleTopicsKeepsNoOtherFromBeingHeard() {
        try (World world = new World("conventions: {homie: homie}").started()) {
            world.broker.say(
                    "homie/5/odd/$description",
                    "{\"homie\": \"5.0\", \"nodes\": {\"a#\": {\"properties\": {\"b\": {}}}, \"c\": {\"properties\": {\"d\": {}}}}}");
            assertThat(world.broker.subscribed).allMatch(Topics::isFilter).contains("homie/5/odd/c/d");
        }
    }

    @Test
    void anAlertsTimeIsThatOfItsArrivalWithTheDevicesBesideIt() {
        try (World world = new World(VALTRONICS).started()) {
            world.broker.say("valtronics/T/heartbeat", "{}");
            world.broker.say("valtronics/T/alert", "{\"message\": \"hot\", \"timestamp\": \"1999-01-01T00:00:00Z\"}");

            assertThat(world.device("T").lastSeen()).isEqualTo(world.clock.instant());
            assertThat(world.events)
                    .filteredOn(DeviceEvent.Alert.class::isInstance)
                    .extracting(event -> ((DeviceEvent.Alert) event)
                            .metadata()
                            .path("timestamp")
                            .asString())
                    .containsExactly("1999-01-01T00:00:00Z");
        }
    }

    @Test
    void valtronicsAlertsAreAlerts() {
        try (World world = new World(VALTRONICS).started()) {
            world.broker.say("valtronics/T/heartbeat", "{}");
            world.broker.say(
                    "valtronics/T/alert",
                    "{\"type\": \"threshold\", \"severity\": \"critical\", \"message\": \"hot\"}");
            world.broker.say("valtronics/system/alerts/warning", "{\"device_id\": \"T\", \"message\": \"warm\"}");
            world.broker.say("valtronics/system/alerts/warning", "{\"device_id\": \"unknown\", \"message\": \"warm\"}");

            assertThat(world.events)
                    .filteredOn(DeviceEvent.Alert.class::isInstance)
                    .extracting(event -> ((DeviceEvent.Alert) event).severity(), event -> ((DeviceEvent.Alert) event)
                            .message())
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(Severity.CRITICAL, "hot"),
                            org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "warm"));
        }
    }
}
