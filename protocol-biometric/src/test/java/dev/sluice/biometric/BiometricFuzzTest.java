package dev.sluice.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.protocol.Protocol;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Any texts, from a stranger, a consumer and a producer: what they hear is JSON, and who is closed is told a code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BiometricFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** Configured once, which takes longer than to fuzz it; the stage is new each time, since its journal is filled. */
    private final Protocol protocol = Biometrics.protocol("");

    /** Each line is a message. */
    @MethodSource("conversations")
    @FuzzTest
    void answersInJsonWhateverComes(byte[] input) {
        if (input == null || input.length > 4096) {
            return;
        }
        Stage stage = Biometrics.stage(protocol);
        List<FakeSession> clients =
                List.of(Biometrics.greeted(stage), Biometrics.consumer(stage), Biometrics.producer(stage, "user-1"));
        for (String text : new String(input, StandardCharsets.UTF_8).split("\n")) {
            for (FakeSession client : clients) {
                client.receive(text);
                clients.forEach(BiometricFuzzTest::assertHeard);
            }
        }
    }

    private static void assertHeard(FakeSession client) {
        for (String heard = client.take(); heard != null; heard = client.take()) {
            assertThat(JSON.readTree(heard).path("op").isNumber()).as(heard).isTrue();
        }
        assertThat(client.closeCode()).satisfiesAnyOf(code -> assertThat(code).isZero(), code -> assertThat(code)
                .isBetween(1000, 4999));
    }

    static Stream<byte[]> conversations() {
        return Stream.of(
                        "{\"op\":0}",
                        "{\"op\":3,\"d\":{\"token\":\"abc\",\"type\":1}}",
                        "{\"op\":6,\"t\":\"HEART_RATE\",\"d\":{\"val\":95.50,\"d\":[1,2e3]}}\n{\"op\":7,\"d\":{\"after\":0}}",
                        "{\"op\":7,\"d\":{\"after\":28,\"before\":43}}\n{\"op\":8}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
