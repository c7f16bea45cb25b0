package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.device.Outcome;
import dev.sluice.testkit.FakeDevice;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any texts: each is answered once, changes follow, and the session goes on. Each line is a message of one client. */
class PlaceosFuzzTest {
    @MethodSource("conversations")
    @FuzzTest
    void answersEveryTextExactlyOnce(byte[] input) {
        if (input == null || input.length > 4096) {
            return;
        }
        Stage stage = Rooms.stage();
        FakeDevice display = stage.device("display-1");
        FakeSession panel = stage.connect();
        for (String text : new String(input, StandardCharsets.UTF_8).split("\n")) {
            panel.receive(text);
            while (display.received() != null) {
                display.answer(Outcome.DONE);
            }
            MutationTest.assertAnswer(text, panel.take());
            for (String next = panel.take(); next != null; next = panel.take()) {
                assertThat(next).contains("\"notify\"");
            }
            assertThat(panel.closeCode()).isZero();
        }
    }

    static Stream<byte[]> conversations() {
        return Stream.concat(MutationTest.SEEDS.stream(), Stream.of(String.join("\n", MutationTest.SEEDS)))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
