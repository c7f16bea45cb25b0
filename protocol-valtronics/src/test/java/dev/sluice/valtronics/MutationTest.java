package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.DamagedTexts;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Damaged texts: whatever comes, it is answered with messages that have a type, and the session goes on. */
class MutationTest {
    private static final int ROUNDS = 30_000;
    static final List<String> SEEDS = List.of(
            "{\"type\":\"ping\",\"timestamp\":\"2024-01-01T12:00:00Z\"}",
            "{\"type\":\"subscribe\",\"channel\":\"telemetry\",\"device_id\":1,\"filters\":{\"metrics\":[\"temperature\"],"
                    + "\"frequency\":\"30s\"}}",
            "{\"type\":\"subscribe\",\"channel\":\"alerts\",\"severity\":[\"critical\",\"warning\"],\"device_id\":[1,2]}",
            "{\"type\":\"unsubscribe\",\"channel\":\"devices\",\"device_id\":\"3\"}",
            "{\"type\":\"batch\",\"messages\":[{\"type\":\"ping\"},{\"type\":\"unsubscribe\",\"channel\":\"system\"}]}");

    private final DamagedTexts texts = new DamagedTexts(SEEDS);

    @Test
    void answersEveryDamagedTextAndGoesOn() {
        Stage stage = Sensors.stage("limits: {messages-per-second: 0, subscriptions: 1000}");
        FakeSession client = Sensors.client(stage);
        for (int round = 0; round < ROUNDS; round++) {
            String text = texts.next();
            client.receive(text);
            List<JsonNode> answers = Sensors.all(client);
            assertThat(answers).as("answers to %s", text).hasSizeLessThan(20).allSatisfy(answer -> assertThat(
                            answer.path("type").asString())
                    .isIn("pong", "error", "subscription_confirmed", "unsubscription_confirmed"));
            assertThat(answers.isEmpty() && !text.contains("batch")).as(text).isFalse();
            assertThat(client.closeCode()).as("close code after %s", text).isZero();
        }
        client.receive("{\"type\":\"ping\"}");
        assertThat(client.take()).contains("pong");
    }
}
