package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.device.Outcome;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.provider.MethodSource;

/** Any texts: each is answered once and the session goes on. Each line is a message of one client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValveFuzzTest {
    /** One for all inputs: to build one takes longer than to fuzz it. */
    private final Stage stage = Valves.stage();

    @MethodSource("conversations")
    @FuzzTest
    void answersEveryTextExactlyOnce(byte[] input) {
        if (input == null || input.length > 4096) {
            return;
        }
        FakeDevice valve = stage.device("valve-1");
        FakeSession client = stage.connect();
        client.take();
        client.take();
        for (String text : new String(input, StandardCharsets.UTF_8).split("\n")) {
            client.receive(text);
            while (valve.received() != null) {
                valve.answer(Outcome.DONE);
            }
            MutationTest.assertAnswer(text, client.take());
            assertThat(client.take()).as("second answer").isNull();
            assertThat(client.closeCode()).isZero();
        }
        client.disconnect(1000);
    }

    static Stream<byte[]> conversations() {
        return Stream.concat(MutationTest.SEEDS.stream(), Stream.of(String.join("\n", MutationTest.SEEDS)))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
