package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceEvent.Kind;
import dev.sluice.device.DeviceEvent.Severity;
import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.protocol.Payload;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.DoubleNode;

/** Which devices a client's session watches: those that it wants, and each once. */
class DeviceWatchTest {
    private static final DeviceFilter ALL = DeviceFilter.all().only(Kind.READING);

    private final Stage stage = Sensors.stage();
    private final FakeSession client = Sensors.client(stage);

    @Test
    void watchesTheDevicesThatAFilterNames() {
        subscribe("\"device_id\":[1,2]");
        assertThat(client.watching()).containsExactly(readings("temperature-1", "humidity-1"));
    }

    @Test
    void watchesAllWhereAFilterNamesNone() {
        subscribe("\"metrics\":[\"temperature\"]");
        assertThat(client.watching()).containsExactly(ALL);
    }

    @Test
    void watchesNothingWhereAFilterContradictsItself() {
        subscribe("\"device_id\":1,\"filters\":{\"device_id\":2}");
        assertThat(client.watching()).isEmpty();
        subscribe("\"device_id\":2");
        assertThat(client.watching()).containsExactly(readings("humidity-1"));
    }

    @Test
    void followsSubscriptionsAsTheyComeAndGoAndTellsEachReadingOnce() {
        subscribe("\"device_id\":1");
        assertThat(toldOfBoth()).containsExactly(1);
        subscribe("\"device_id\":2");
        assertThat(client.watching()).containsExactly(readings("temperature-1", "humidity-1"));
        assertThat(toldOfBoth()).containsExactly(1, 2);
        subscribe("\"metrics\":[]");
        assertThat(client.watching()).containsExactly(ALL);
        assertThat(toldOfBoth()).containsExactly(1, 2);
        unsubscribe(",\"device_id\":1");
        assertThat(client.watching()).containsExactly(ALL);
        assertThat(toldOfBoth()).containsExactly(1, 2);
        unsubscribe("");
        assertThat(client.watching()).isEmpty();
        assertThat(toldOfBoth()).isEmpty();
        subscribe("\"device_id\":2");
        assertThat(toldOfBoth()).containsExactly(2);
    }

    @Test
    void goesOnWithTheSameWatchWhenOnlyOtherMetricsAreWanted() {
        subscribe("\"device_id\":1");
        List<DeviceFilter> before = client.watching();
        subscribe("\"device_id\":1,\"metrics\":[\"humidity\"]");
        assertThat(client.watching().get(0)).isSameAs(before.get(0));
        assertThat(toldOfBoth()).isEmpty();
    }

    @Test
    void watchesAllWhileNobodyHasANumberAndThenOnlyWhoeverGotIt() {
        subscribe("\"device_id\":[1,7]");
        assertThat(client.watching()).containsExactly(ALL);
        assertThat(toldOfBoth()).containsExactly(1);
        try (FakeDevice seventh = new FakeDevice(Sensors.temperature("attic"), stage.bus(), stage.scheduler())) {
            seventh.report(Map.of("temperature", DoubleNode.valueOf(1)));
            seventh.report(Map.of("temperature", DoubleNode.valueOf(2)));
            assertThat(told()).containsExactly(7, 7);
            assertThat(client.watching()).containsExactly(readings("temperature-1", "attic"));
            seventh.report(Map.of("temperature", DoubleNode.valueOf(3)));
            assertThat(told()).containsExactly(7);
            assertThat(toldOfBoth()).containsExactly(1);
        }
    }

    @Test
    void watchesAllRatherThanVeryMany() {
        Map<DeviceId, Long> many = IntStream.rangeClosed(1, DeviceWatch.MOST + 1)
                .boxed()
                .collect(Collectors.toMap(i -> new DeviceId("sensor-" + i), i -> (long) i));
        DeviceNumbers numbers = new DeviceNumbers(many, stage.journal());
        DeviceWatch watch = new DeviceWatch(client, numbers, Kind.ALERT, published -> {});
        watch.follow(Choice.of(Map.copyOf(many).values().stream()
                .filter(number -> number <= DeviceWatch.MOST)
                .collect(Collectors.toSet())));
        assertThat(client.watching()).singleElement().satisfies(filter -> assertThat(filter.devices())
                .hasSize(DeviceWatch.MOST));
        watch.follow(Choice.of(Map.copyOf(many).values().stream().collect(Collectors.toSet())));
        assertThat(client.watching()).containsExactly(DeviceFilter.all().only(Kind.ALERT));
        watch.follow(Choice.of(Set.of()));
        assertThat(client.watching()).isEmpty();
    }

    @Test
    void watchesOnlyWhatAChannelIsAbout() {
        Sensors.subscribe(client, "\"channel\":\"alerts\",\"device_id\":2");
        assertThat(client.watching())
                .containsExactly(DeviceFilter.of(new DeviceId("humidity-1")).only(Kind.ALERT));
        Sensors.alert(stage, "temperature-1", Severity.INFO, "device");
        Sensors.alert(stage, "humidity-1", Severity.INFO, "device");
        assertThat(told()).containsExactly(2);
    }

    @Test
    void sendsOneMessageToAllWhoseFiltersComeToTheSame() {
        FakeSession other = Sensors.subscribed(stage, "\"channel\":\"telemetry\",\"device_id\":[1,2]");
        FakeSession third =
                Sensors.subscribed(stage, "\"channel\":\"telemetry\",\"metrics\":[\"temperature\",\"humidity\"]");
        subscribe("\"metrics\":[]");
        Sensors.report(stage, "temperature-1", "temperature", 21);
        assertThat(client.takePayload()).isSameAs(other.takePayload()).isSameAs(third.takePayload());
    }

    @Test
    void sendsOneMessageToAllWhoWaitForItInStep() {
        String often = "\"channel\":\"telemetry\",\"frequency\":\"10s\"";
        FakeSession first = Sensors.subscribed(stage, often);
        FakeSession second = Sensors.subscribed(stage, often);
        for (int i = 0; i < 5; i++) {
            Sensors.report(stage, "temperature-1", "temperature", i);
        }
        assertThat(first.takePayload()).isSameAs(second.takePayload());
        stage.scheduler().advance(Duration.ofSeconds(10));
        Payload late = first.takePayload();
        assertThat(late.toString()).contains("\"value\":4");
        assertThat(second.takePayload()).isSameAs(late);
    }

    private static DeviceFilter readings(String... devices) {
        return DeviceFilter.of(Arrays.stream(devices).map(DeviceId::new).toArray(DeviceId[]::new))
                .only(Kind.READING);
    }

    private void subscribe(String filter) {
        Sensors.subscribe(client, "\"channel\":\"telemetry\"," + filter);
    }

    private void unsubscribe(String filter) {
        client.receive("{\"type\":\"unsubscribe\",\"channel\":\"telemetry\"" + filter + "}");
        assertThat(client.take()).contains("unsubscription_confirmed");
    }

    /** Of which devices the client is told when both sensors report. */
    private List<Integer> toldOfBoth() {
        Sensors.report(stage, "temperature-1", "temperature", 20);
        Sensors.report(stage, "humidity-1", "humidity", 50);
        return told();
    }

    private List<Integer> told() {
        return Sensors.all(client).stream()
                .map(message -> message.path("device_id").asInt())
                .toList();
    }
}
