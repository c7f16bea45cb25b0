package dev.sluice.valtronics;

import dev.sluice.testkit.Transcripts;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The conversations in {@code src/test/resources/transcripts}. */
class ValtronicsTranscriptsTest {
    @TestFactory
    Stream<DynamicTest> transcripts() {
        return Transcripts.all(Sensors::stage);
    }
}
