package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Outcome;
import dev.sluice.testkit.DamagedTexts;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Damaged texts: whatever comes, it is answered once and the session goes on. */
class MutationTest {
    private static final int ROUNDS = 30_000;
    static final List<String> SEEDS = List.of(
            "ping",
            Rooms.command(1, "bind", "wisdom"),
            Rooms.command(2, "unbind", "wisdom"),
            Rooms.command(3, "debug", "debug"),
            "{\"id\":\"4\",\"cmd\":\"ignore\",\"sys\":\"\",\"mod\":\"mod-display-1\",\"index\":null}",
            "{\"id\":5,\"cmd\":\"exec\",\"sys\":\"sys-1234\",\"mod\":\"Display\",\"name\":\"echo\",\"args\":[1,\"a\",{}]}");

    private final DamagedTexts texts = new DamagedTexts(SEEDS);

    @Test
    void answersEveryDamagedTextExactlyOnce() {
        Stage stage = Rooms.stage();
        FakeDevice display = stage.device("display-1");
        FakeSession panel = stage.connect();

        for (int round = 0; round < ROUNDS; round++) {
            String text = texts.next();
            panel.receive(text);
            while (display.received() != null) {
                display.answer(Outcome.DONE);
            }
            assertAnswer(text, panel.take());
            String next = panel.take();
            assertThat(next == null || next.contains("\"notify\""))
                    .as("second answer to %s: %s", text, next)
                    .isTrue();
            assertThat(panel.closeCode()).as("close code after %s", text).isZero();
        }
    }

    static void assertAnswer(String text, String answer) {
        assertThat(answer).as("answer to %s", text).isNotNull();
        if (answer.equals("pong")) {
            return;
        }
        JsonNode message = Rooms.json(answer);
        assertThat(message.path("type").asString()).as("answer to %s", text).isIn("success", "error");
        assertThat(message.has("id")).as("id in the answer to %s", text).isTrue();
        if (message.path("type").asString().equals("error")) {
            assertThat(message.path("error_code").intValue())
                    .as("code for %s", text)
                    .isBetween(0, 7);
            assertThat(message.path("msg").asString().length())
                    .as("length of the message for %s", text)
                    .isBetween(10, 500);
        }
    }
}
