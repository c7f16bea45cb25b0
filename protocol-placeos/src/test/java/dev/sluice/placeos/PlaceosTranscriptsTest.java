package dev.sluice.placeos;

import dev.sluice.testkit.Transcripts;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The conversations in {@code src/test/resources/transcripts}: all are Ada's, who is an ordinary user. */
class PlaceosTranscriptsTest {
    @TestFactory
    Stream<DynamicTest> transcripts() {
        return Transcripts.all(Rooms::stage);
    }
}
