package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.DeviceFilter;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Published;
import dev.sluice.device.Status;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What transcripts cannot say: pace over a long time, restarts, devices that come and go, what sessions share. */
class ValveSessionTest {
    private static final String CLOSED = state("closed");
    private static final String OPEN_ORDER = "{\"event\":\"changeState\",\"data\":{\"valve_state\":\"open\"}}";
    private static final String REBOOT_ORDER = "{\"event\":\"changeState\",\"data\":{\"signal_reboot\":true}}";
    private static final String GONE = "{\"event\":\"error\",\"code\":\"S10\",\"message\":"
            + "\"Device unavailable: 'valve-1' is not connected to the gateway\"}";

    private final JsonMapper json = new JsonMapper();
    private final Stage stage = Valves.stage();
    private final FakeDevice valve = stage.device("valve-1");

    // ---- pace

    @Test
    void tellsAtMostOneReadingASecondAndNeverLosesTheLast() {
        FakeSession client = connected(stage);
        for (int tenth = 1; tenth <= 100; tenth++) {
            advance(Duration.ofMillis(100));
            flow(tenth);
        }
        List<JsonNode> told = telemetry(client);
        assertThat(told).hasSize(10);
        advance(Duration.ofSeconds(1));
        told.addAll(telemetry(client));

        assertThat(told)
                .extracting(data -> data.path("water_flow").asInt())
                .startsWith(1)
                .endsWith(100)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void holdsNothingBackFromADeviceThatSpeaksAboutEverySecond() {
        FakeSession client = connected(stage);
        for (int second = 0; second < 100; second++) {
            advance(Duration.ofMillis(second % 2 == 0 ? 930 : 1070));
            flow(second);
            assertThat(telemetry(client))
                    .extracting(data -> data.path("water_flow").asInt())
                    .containsExactly(second);
        }
    }

    @Test
    void isNeverSilentForAMinute() {
        FakeSession client = connected(stage);
        advance(Duration.ofSeconds(50));
        flow(1);
        advance(Duration.ofSeconds(50));
        flow(2);
        advance(Duration.ofMinutes(10));

        List<JsonNode> told = telemetry(client);
        assertThat(told).hasSize(2 + 10);
        long before = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        for (JsonNode data : told) {
            long now = data.path("probed_at").asLong();
            assertThat(now - before).as("pause in ms").isBetween(1L, 60_000L);
            before = now;
        }
    }

    @Test
    void tellsTheStateOnlyWhenItHasChanged() {
        FakeSession client = connected(stage);
        valve.report(Valves.values("{\"valve\":\"closed\",\"siren\":false,\"led-brightness\":9}"));
        assertThat(client.take()).isNull();
        valve.report(Valves.values("{\"valve\":\"opening\"}"));
        assertThat(client.take()).isEqualTo(state("opening"));
        assertThat(client.take()).isNull();
    }

    @Test
    void sharesOneEncodingOfAnEventBetweenAllSessions() {
        List<Published> events = new ArrayList<>();
        stage.bus().subscribe(DeviceFilter.of(new DeviceId("valve-1")), events::add);
        flow(7);
        Published event = events.get(0);

        assertThat(News.in(event)).isSameAs(News.in(event));
        News.TelemetryForm metric = new News.TelemetryForm(Units.DEFAULT);
        assertThat(metric.in(event)).isSameAs(new News.TelemetryForm(Units.DEFAULT).in(event));
        Units imperial = new Units(
                Units.Flow.US_GALLONS_PER_MINUTE, Units.Temperature.FAHRENHEIT, Units.Pressure.POUNDS_PER_SQUARE_INCH);
        assertThat(new News.TelemetryForm(imperial).in(event)).isNotSameAs(metric.in(event));
    }

    // ---- changes

    @ParameterizedTest
    @EnumSource
    void answersEveryKindOfRefusalWithItsCode(Outcome.Reason reason) {
        FakeSession client = connected(stage);
        client.receive(OPEN_ORDER);
        valve.answer(Outcome.refused(reason, "because"));
        String expected =
                switch (reason) {
                    case NO_SUCH_DEVICE, UNAVAILABLE -> "\"S10\",\"message\":\"Device unavailable: because\"}";
                    default -> "\"G10\",\"message\":\"Server error: because\"}";
                };
        assertThat(client.take()).isEqualTo("{\"event\":\"error\",\"code\":" + expected);
        assertThat(client.take()).isNull();
    }

    @Test
    void saysOnWhoseBehalfItActs() {
        connected(stage).receive(OPEN_ORDER);
        assertThat(valve.received().issuer()).isEqualTo("valve ada");
    }

    @Test
    void carriesOutAnyNumberOfOrdersOneAfterAnother() {
        FakeSession client = connected(stage);
        for (int i = 0; i < 100; i++) {
            client.receive(OPEN_ORDER);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(client.take()).isNull();
            valve.answer(Outcome.DONE);
            assertThat(client.take()).isEqualTo(CLOSED);
        }
        assertThat(valve.received()).isNull();
    }

    @Test
    void repeatsASuccessfulOrderToItsSenderIfConfigured() {
        Stage echoing = Valves.stage("echo-change-state: true");
        FakeSession asker = connected(echoing);
        FakeSession other = connected(echoing);
        asker.receive(OPEN_ORDER);
        echoing.device("valve-1").answer(Outcome.DONE);
        assertThat(asker.take()).isEqualTo(CLOSED);
        assertThat(asker.take()).isEqualTo(OPEN_ORDER);
        asker.receive(OPEN_ORDER);
        echoing.device("valve-1").answer(Outcome.refused(Outcome.Reason.FAILED, "stuck"));
        assertThat(asker.take()).contains("\"G10\"");
        assertThat(asker.take()).isNull();
        assertThat(other.take()).isNull();
    }

    // ---- restarts

    @ParameterizedTest
    @EnumSource(names = {"MAINTENANCE", "OFFLINE"})
    void closesAllSessionsOfADeviceWhoseHubRestarts(Status status) {
        FakeSession first = connected(stage);
        FakeSession second = connected(stage);
        FakeSession elsewhere = stage.connect(Valves.HANDSHAKE.withPath("/valve/valve-2"));
        valve.report(status, "reboot");
        assertThat(first.closeCode()).isEqualTo(1012);
        assertThat(first.closeReason()).isEqualTo("device restarts");
        assertThat(second.closeCode()).isEqualTo(1012);
        assertThat(elsewhere.closeCode()).isZero();
    }

    @Test
    void answersTheOrderThatRestartsTheHubBeforeItCloses() {
        FakeSession client = connected(stage);
        client.receive(REBOOT_ORDER);
        client.receive(OPEN_ORDER);
        valve.report(Status.MAINTENANCE, "reboot");
        assertThat(client.closeCode()).isZero();
        valve.answer(Outcome.DONE);
        assertThat(client.take()).isEqualTo(CLOSED);
        assertThat(client.closeCode()).isEqualTo(1012);
        assertThat(valve.received()).as("an order that waited").isNull();
    }

    @Test
    void staysWhenTheDeviceIsAwayForAnotherReason() {
        FakeSession client = connected(stage);
        valve.report(Status.OFFLINE, "no power");
        valve.report(Status.ERROR, "reboot failed");
        assertThat(client.closeCode()).isZero();
        assertThat(client.take()).isNull();
    }

    @Test
    void leavesNoTimerBehind() {
        FakeSession client = connected(stage);
        flow(1);
        flow(2);
        client.disconnect(1000);
        assertThat(stage.scheduler().pending()).isZero();
    }

    // ---- devices that come and go

    @Test
    void answersThatTheDeviceIsUnavailableWhileItIsOffTheBus() {
        FakeSession client = connected(stage);
        valve.close();
        assertThat(client.take()).isNull();
        for (String request : List.of("{\"event\":\"requestState\"}", "{\"event\":\"requestTelemetry\"}", OPEN_ORDER)) {
            client.receive(request);
            assertThat(client.take()).isEqualTo(GONE);
        }
        client.receive("{\"event\":\"ping\"}");
        assertThat(client.take()).isEqualTo("{\"event\":\"pong\"}");
        advance(Duration.ofMinutes(5));
        assertThat(client.take()).isNull();
        assertThat(client.closeCode()).isZero();
    }

    @Test
    void goesOnWhenTheDeviceIsBack() {
        FakeSession client = connected(stage);
        valve.close();
        advance(Duration.ofMinutes(5));
        try (FakeDevice back = new FakeDevice(Valves.valve("valve-1"), stage.bus(), stage.scheduler())) {
            assertThat(client.take()).contains("\"event\":\"telemetry\"").contains("\"probed_at\":1767225900000");
            back.report(Valves.values("{\"valve\":\"open\"}"));
            assertThat(client.take()).isEqualTo(state("open"));
        }
    }

    @Test
    void doesNotMistakeAnotherDeviceOfThatNameForTheValve() {
        FakeSession client = connected(stage);
        valve.close();
        try (FakeDevice impostor = new FakeDevice(Valves.board("valve-1"), stage.bus(), stage.scheduler())) {
            impostor.report(Status.WARNING, "hot");
            client.receive("{\"event\":\"requestState\"}");
            assertThat(client.take()).isEqualTo(GONE);
            assertThat(client.closeCode()).isZero();
        }
    }

    @Test
    void keepsItsPaceWhenTheClockIsSetBack() {
        FakeSession client = connected(stage);
        flow(1);
        telemetry(client);
        advance(Duration.ofHours(-1));
        flow(2);
        assertThat(telemetry(client)).hasSize(1);
    }

    // ---- steps

    /** A client that has taken what it is told at first. */
    private static FakeSession connected(Stage stage) {
        FakeSession client = stage.connect();
        assertThat(client.take()).isEqualTo(CLOSED);
        assertThat(client.take()).startsWith("{\"event\":\"telemetry\"");
        assertThat(client.take()).isNull();
        return client;
    }

    private void flow(int millilitresPerMinute) {
        valve.report(Valves.values("{\"water-flow\":" + millilitresPerMinute + "}"));
    }

    private void advance(Duration duration) {
        stage.scheduler().advance(duration);
    }

    /** The data of all telemetry not taken yet; nothing else may be there. */
    private List<JsonNode> telemetry(FakeSession client) {
        List<JsonNode> all = new ArrayList<>();
        for (String text = client.take(); text != null; text = client.take()) {
            JsonNode message = json.readTree(text);
            assertThat(message.path("event").asString()).isEqualTo("telemetry");
            all.add(message.path("data"));
        }
        return all;
    }

    private static String state(String valve) {
        return "{\"event\":\"state\",\"data\":{\"valve_state\":\"" + valve
                + "\",\"radio_state\":\"connected\",\"siren\":false}}";
    }
}
