package dev.sluice.endrpi;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.device.Outcome;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any texts: each is answered with one envelope. Each line is a message of one client. */
class EndrpiFuzzTest {
    @MethodSource("conversations")
    @FuzzTest
    void givesExactlyOneEnvelope(byte[] input) {
        if (input == null || input.length > 4096) {
            return;
        }
        Stage stage = PiStage.create();
        FakeSession client = stage.connect();
        for (String text : new String(input, StandardCharsets.UTF_8).split("\n")) {
            client.receive(text);
            if (stage.device("pi-1").received() != null) {
                stage.device("pi-1").answer(Outcome.DONE);
            }
            assertThat(client.take()).satisfies(EndrpiSessionTest::isEnvelope);
            assertThat(client.take()).isNull();
            assertThat(client.closeCode()).isZero();
        }
    }

    static Stream<byte[]> conversations() {
        return Stream.concat(EndrpiSessionTest.SEEDS.stream(), Stream.of(String.join("\n", EndrpiSessionTest.SEEDS)))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
