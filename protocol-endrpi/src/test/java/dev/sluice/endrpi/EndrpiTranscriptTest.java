package dev.sluice.endrpi;

import dev.sluice.testkit.Transcripts;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EndrpiTranscriptTest {
    @TestFactory
    Stream<DynamicTest> transcripts() {
        return Transcripts.all(PiStage::create);
    }
}
