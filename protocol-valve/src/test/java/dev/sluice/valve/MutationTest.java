package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Outcome;
import dev.sluice.testkit.DamagedTexts;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Damaged texts: whatever comes, it is answered once and the session goes on. */
class MutationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROUNDS = 30_000;
    static final List<String> SEEDS = List.of(
            "{\"event\":\"ping\"}",
            "{\"event\":\"requestTelemetry\"}",
            "{\"event\":\"requestState\"}",
            "{\"event\":\"changeState\",\"data\":{\"valve_state\":\"open\"}}",
            "{\"event\":\"changeState\",\"data\":{\"valve_state\":\"closed\",\"led_brightness\":100,\"siren\":true,"
                    + "\"signal_reboot\":true,\"sonic_reboot\":true}}");

    private final DamagedTexts texts = new DamagedTexts(SEEDS);

    @Test
    void answersEveryDamagedTextExactlyOnce() {
        Stage stage = Valves.stage();
        FakeDevice valve = stage.device("valve-1");
        FakeSession client = stage.connect();
        client.take();
        client.take();

        for (int round = 0; round < ROUNDS; round++) {
            String text = texts.next();
            client.receive(text);
            while (valve.received() != null) {
                valve.answer(Outcome.DONE);
            }
            assertAnswer(text, client.take());
            assertThat(client.take()).as("second answer to %s", text).isNull();
            assertThat(client.closeCode()).as("close code after %s", text).isZero();
        }
    }

    static void assertAnswer(String text, String answer) {
        assertThat(answer).as("answer to %s", text).isNotNull();
        JsonNode message = JSON.readTree(answer);
        assertThat(message.path("event").asString())
                .as("event in the answer to %s", text)
                .isIn("pong", "state", "telemetry", "error");
        if (message.path("event").asString().equals("error")) {
            assertThat(message.path("code").asString()).as("code for %s", text).isIn("G11", "S11");
            assertThat(message.path("message").asString().length())
                    .as("length of the message for %s", text)
                    .isBetween(10, 500);
        }
    }
}
