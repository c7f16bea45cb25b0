package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Conversations as tests and documentation: every {@code src/test/resources/transcripts/*.txt} is one test.
 *
 * <pre>
 * # a comment
 * = /valve/valve-1                     the client connects here instead of to the stage's handshake (before anything else)
 * &gt; {"event":"ping"}                   the client sends a text
 * &gt;&gt; 12                                the client sends a binary message of 12 bytes
 * &lt; {"event":"pong"}                   the server answers, equal as JSON; the text "*" stands for any value
 * ! 1008 too many                      the server closes with this code and, if given, this reason
 * @ valve-1 water-flow=2.5 leak=small  a device reports values
 * @ valve-1 status=OFFLINE             a device's status changes
 * ? valve-1 set-valve {"position":"open"}                      a device receives a command, and does it
 * ? valve-1 set-valve {"position":"open"} =&gt; UNAVAILABLE gone   … and refuses it
 * + 30s                                the clock moves
 * - 1001                               the client closes with this code
 * ~                                    the client's network is gone, and nobody has noticed
 * b&gt; …  b&lt; …                           the same for a second client, opened by its first line
 * </pre>
 *
 * Nothing may be sent that no line expects.
 */
public final class Transcripts {
    private static final Path FOLDER = Path.of("src", "test", "resources", "transcripts");

    private Transcripts() {}

    /** One test for each transcript of the module under test, each on a stage of its own. */
    public static Stream<DynamicTest> all(Supplier<Stage> stages) {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> transcripts = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
            assertThat(transcripts).as("transcripts in " + FOLDER).isNotEmpty();
            return transcripts.stream()
                    .map(file -> DynamicTest.dynamicTest(
                            file.getFileName().toString(), file.toUri(), () -> new TranscriptRun(stages.get())
                                    .play(Files.readAllLines(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
