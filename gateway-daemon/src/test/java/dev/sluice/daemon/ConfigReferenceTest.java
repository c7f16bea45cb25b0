package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.daemon.ConfigReference.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the code asks for, what is said about it, and the file in which that is told: they are the same. */
class ConfigReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "configuration-reference.md");

    private final ConfigReference reference = ConfigReference.read();

    @Test
    void everyKeyHasAMeaning() {
        assertThat(reference.rows().stream().filter(row -> row.meaning().isEmpty()))
                .extracting(Row::name)
                .as("keys without a sentence in their module's META-INF/sluice/configuration.properties")
                .isEmpty();
    }

    @Test
    void everyMeaningIsThatOfAKey() {
        assertThat(reference.superfluous()).isEmpty();
    }

    @Test
    void everyKeyIsAskedForInOneWayOnly() {
        assertThat(reference.rows()).extracting(Row::name).doesNotHaveDuplicates();
    }

    @Test
    void saysWhatTakesEffectAtOnce() {
        assertThat(reference.rows().stream().filter(Row::changeable))
                .extracting(Row::name)
                .contains(
                        "credentials.valve[].key-sha256",
                        "listeners[].certificate",
                        "protocols.valve.limits.idle",
                        "protocols.placeos.systems.NAME.modules[].device")
                .doesNotContain("listeners[].port", "protocols.valve.device", "protocols.placeos.limits.bindings");
    }

    @Test
    void theFileTellsWhatTheCodeAsksFor() throws IOException {
        if (System.getProperty("update-docs") != null) {
            Files.writeString(FILE, reference.markdown());
        }
        assertThat(Files.readString(FILE))
                .as("the reference (to write it anew: -Dupdate-docs)")
                .isEqualTo(reference.markdown());
    }
}
