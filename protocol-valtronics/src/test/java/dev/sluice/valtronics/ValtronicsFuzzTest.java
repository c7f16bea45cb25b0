package dev.sluice.valtronics;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.MethodSource;

/** Any texts: each is answered with messages that have a type, and only wrong tokens end the session. Each line is a message of one client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValtronicsFuzzTest {
    /** One for all inputs: to build one takes longer than to fuzz it. What is left of a client would be seen by the next. */
    private final Stage stage =
            Sensors.stage("limits: {messages-per-second: 0, subscriptions: 1000, connects-per-minute: 0}");

    @MethodSource("conversations")
    @FuzzTest
    void answersEveryTextAndGoesOn(byte[] input) {
        if (input == null || input.length > 4096) {
            return;
        }
        int pending = stage.scheduler().pending();
        FakeSession client = Sensors.client(stage);
        for (String text : new String(input, StandardCharsets.UTF_8).split("\n")) {
            client.receive(text);
            assertThat(Sensors.all(client)).allSatisfy(answer -> assertThat(
                            answer.path("type").asString())
                    .isIn("auth_response", "pong", "error", "subscription_confirmed", "unsubscription_confirmed"));
        }
        if (client.closeCode() == 0) {
            client.disconnect(1000);
        } else {
            assertThat(client.closeReason()).endsWith(" attempts to authenticate failed");
        }
        assertThat(stage.scheduler().pending()).as("tasks left behind").isEqualTo(pending);
    }

    static Stream<byte[]> conversations() {
        String wrongToken = "{\"type\":\"auth\",\"token\":1}";
        Stream<String> conversations = Stream.of(
                String.join("\n", MutationTest.SEEDS), wrongToken + "\n" + Sensors.AUTH, (wrongToken + "\n").repeat(9));
        return Stream.concat(MutationTest.SEEDS.stream(), conversations)
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
