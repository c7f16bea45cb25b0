package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of Sluice's own command line. */
class DocumentsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws Exception {
        Documents.main(new String[] {directory.toString(), "1.0"});
    }

    @Test
    void theManualPageHasEveryVerbWithItsArgumentsAndTheExitCodes() throws Exception {
        String page = Files.readString(directory.resolve("man/man1/sluice.1"));
        assertThat(page)
                .contains("\\fBsluice devices invoke\\fR [\\fIOPTIONS\\fR] \\fIDEVICE\\fR \\fIACTION\\fR")
                .contains(".SS sluice credentials rotate\n", ".SS sluice sessions close\n", ".SS sluice doctor\n")
                .contains(".SS sluice simulate\n", ".SS sluice tail\n", ".SS sluice bench\n", ".SS sluice version\n")
                .contains("\\fB\\-\\-effective\\fR", "\\fB\\-\\-json\\fR", "SLUICE_ADMIN_URL")
                .contains(".SH EXIT STATUS\n", "No gateway answers at that address.")
                .doesNotContain("%n", "${");
    }

    @Test
    void theCompletionKnowsEveryVerb() throws Exception {
        String script = Files.readString(directory.resolve("bash-completion/completions/sluice"));
        assertThat(script)
                .contains("credentials", "doctor", "devices", "sessions", "tail", "simulate", "bench", "version")
                .contains("_picocli_sluice_devices_watch()", "_picocli_sluice_credentials_revoke()", "--token-file")
                .contains("complete -F _complete_sluice");
    }
}
