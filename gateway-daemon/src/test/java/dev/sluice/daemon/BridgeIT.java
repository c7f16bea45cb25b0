package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.Listening;
import dev.sluice.testkit.Mosquitto;
import dev.sluice.testkit.WsClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices of every adapter through clients of every protocol, with a real broker, sockets and the gateway as it runs. */
@Tag("broker")
class BridgeIT {
    @TempDir
    private Path directory;

    private Mosquitto broker;
    private BridgeStage stage;

    @BeforeEach
    void start() throws Exception {
        broker = new Mosquitto(directory, "allow_anonymous true").start();
        stage = new BridgeStage(directory, broker);
    }

    @AfterEach
    void stop() {
        stage.close();
        broker.close();
    }

    @Test
    void aValveBehindTheBrokerIsClosedByAValveClientAndWatchedByTheOthers() throws Exception {
        try (WsClient panel = panelOfAValveThatIsOnline();
                Listening device = broker.listen("house/valve/set");
                WsClient dashboard = stage.valtronics();
                WsClient app = stage.valve()) {
            bind(panel, "valve");
            assertThat(panel.next("\"notify\"")).contains("\"value\":\"open\"");
            assertThat(app.next("\"event\":\"state\"")).contains("\"valve_state\":\"open\"");

            app.send("{\"event\":\"changeState\",\"data\":{\"valve_state\":\"closed\"}}");
            assertThat(device.next()).isEqualTo("house/valve/set CLOSE");
            broker.publish("house/valve/state", "CLOSING");
            broker.publish("house/valve/state", "CLOSED");
            broker.publish("house/valve/flow", "0");

            app.next("\"valve_state\":\"closed\"");
            assertThat(panel.next("\"notify\"")).contains("\"value\":\"closing\"");
            assertThat(panel.next("\"notify\"")).contains("\"value\":\"closed\"");
            assertThat(dashboard.next("\"water_flow\""))
                    .contains("\"telemetry_update\"", "\"device_id\":" + BridgeStage.VALVE_NUMBER, "\"value\":0,");
        }
    }

    @Test
    void aLeakBehindTheBrokerRaisesAnAlert() throws Exception {
        try (WsClient panel = panelOfAValveThatIsOnline();
                WsClient dashboard = stage.valtronics()) {
            broker.publish("house/valve/leak", "1");
            assertThat(dashboard.next("\"type\":\"alert\""))
                    .contains("\"device_id\":" + BridgeStage.VALVE_NUMBER)
                    .contains("\"severity\":\"critical\"", "\"title\":\"leak: major\"");
            bind(panel, "leak");
            assertThat(panel.next("\"notify\"")).contains("\"value\":\"major\"");
        }
    }

    @Test
    void aStrapBehindTheBrokerIsAUserWhoseStreamIsDispatchedAndReplayed() {
        try (WsClient ready = panelOfAValveThatIsOnline()) {
            assertThat(ready).isNotNull();
            try (WsClient consumer = stage.consumer()) {
                beat(95, "2026-01-01T12:00:00Z");
                assertThat(consumer.next("\"op\":5"))
                        .startsWith("{\"op\":5,\"seq\":1,")
                        .contains("\"val\":95", "2026-01-01T12:00:00", "\"uid\":\"strap-1\"", "\"t\":\"HEART_RATE\"");
            }
            beat(96, "2026-01-01T12:00:02Z");
            beat(97, "2026-01-01T12:00:01Z"); // its clock was set back: the order stays that of what came
            try (WsClient consumer = stage.consumer()) {
                consumer.send("{\"op\":7,\"d\":{\"after\":1}}");
                Map<String, String> dispatched =
                        new HashMap<>(); // what is not there yet comes live, before or behind the rest
                while (dispatched.size() < 2) {
                    String text = consumer.next("\"op\":5");
                    dispatched.put(text.substring(0, text.indexOf(",\"d\"")), text);
                }
                assertThat(dispatched.get("{\"op\":5,\"seq\":2")).contains("\"val\":96", "2026-01-01T12:00:02");
                assertThat(dispatched.get("{\"op\":5,\"seq\":3")).contains("\"val\":97", "2026-01-01T12:00:01");
            }
        }
    }

    @Test
    void aPinThatAPanelSetsIsSeenByAnEndrpiClient() {
        try (WsClient panel = stage.placeos();
                WsClient pi = stage.endrpi()) {
            panel.send(command(1, "bind", "Pi", "GPIO17", ""));
            assertThat(panel.next("\"notify\"")).contains("\"io\":\"INPUT\"");
            pi.send("{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":{\"pins\":[\"GPIO17\"]}}");
            assertThat(pi.next()).contains("\"success\":true", "\"io\":\"INPUT\"");

            exec(panel, 2, "Pi", "configure_pins", "{\"GPIO17\":{\"io\":\"OUTPUT\",\"state\":1}}");
            assertThat(panel.next("{\"id\":2,")).contains("\"type\":\"success\"");
            pi.send("{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":{\"pins\":[\"GPIO17\"]}}");
            assertThat(pi.next()).contains("\"io\":\"OUTPUT\"", "\"state\":1.0");

            pi.send(
                    "{\"action\":\"UPDATE_PIN_CONFIGURATIONS\",\"params\":{\"pins\":{\"GPIO17\":{\"io\":\"OUTPUT\",\"state\":0}}}}");
            assertThat(pi.next()).contains("\"success\":true");
            assertThat(panel.next("\"notify\"")).contains("\"state\":0.0");
        }
    }

    @Test
    void aBrokerThatDiesTakesItsDevicesOfflineAndNoCommandIsDoneThatWasNotDelivered() throws Exception {
        try (WsClient panel = panelOfAValveThatIsOnline();
                WsClient dashboard = stage.valtronics();
                WsClient app = stage.valve()) {
            app.next("\"event\":\"state\"");
            broker.freeze();
            exec(panel, 2, "Valve", "set_valve", "\"closed\"");
            panel.send("ping"); // the command is under way, and the panel is not kept waiting
            assertThat(panel.next()).isEqualTo("pong");

            broker.kill();
            assertThat(panel.next()).startsWith("{\"id\":2,\"type\":\"error\"").contains("\"error_code\":3");
            assertThat(dashboard.next("device_status_update"))
                    .contains("\"new_status\":\"offline\"", "\"reason\":\"MQTT broker 127.0.0.1:" + broker.port());
            app.send("{\"event\":\"changeState\",\"data\":{\"valve_state\":\"closed\"}}");
            assertThat(app.next("\"error\"")).contains("\"S10\"");
            exec(panel, 3, "Valve", "set_valve", "\"closed\"");
            assertThat(panel.next()).startsWith("{\"id\":3,\"type\":\"error\"");

            broker.start();
            assertThat(dashboard.next("device_status_update")).contains("\"new_status\":\"online\"");
            try (Listening device = broker.listen("house/valve/set")) {
                exec(panel, 4, "Valve", "set_valve", "\"open\"");
                assertThat(panel.next()).startsWith("{\"id\":4,\"type\":\"success\"");
                assertThat(device.next()).isEqualTo("house/valve/set OPEN"); // and nothing that was asked for before
                assertThat(device.rest()).isEmpty();
            }
            broker.publish("house/valve/state", "CLOSED");
            app.next("\"valve_state\":\"closed\"");
        }
    }

    /** A panel; when it is there, the gateway is connected to the broker. */
    private WsClient panelOfAValveThatIsOnline() {
        WsClient panel = stage.placeos();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            exec(panel, 100, "Valve", "set_valve", "\"open\"");
            return panel.next("{\"id\":100,").contains("\"success\"");
        });
        return panel;
    }

    private void beat(int bpm, String at) {
        broker.publish("strap/beat", "{\"bpm\": " + bpm + ", \"at\": \"" + at + "\"}");
    }

    private static void bind(WsClient panel, String variable) {
        panel.send(command(1, "bind", "Valve", variable, ""));
    }

    private static void exec(WsClient panel, int id, String module, String method, String argument) {
        panel.send(command(id, "exec", module, method, ",\"args\":[" + argument + "]"));
    }

    private static String command(int id, String command, String module, String name, String more) {
        return "{\"id\":" + id + ",\"cmd\":\"" + command + "\",\"sys\":\"sys-1\",\"mod\":\"" + module
                + "\",\"index\":1,\"name\":\"" + name + "\"" + more + "}";
    }
}
