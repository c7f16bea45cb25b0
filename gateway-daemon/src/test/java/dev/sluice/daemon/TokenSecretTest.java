package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSecretTest {
    @TempDir
    private Path directory;

    @Test
    void isMadeOnceAndOnlyTheOwnerMayReadIt() throws Exception {
        Path data = directory.resolve("data");
        byte[] secret = TokenSecret.open(Optional.empty(), data);
        assertThat(secret).hasSize(48);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(TokenConfig.SECRET_FILE))))
                .isEqualTo("rw-------");
        assertThat(TokenSecret.open(Optional.empty(), data)).isEqualTo(secret);
        assertThat(TokenSecret.open(Optional.empty(), directory)).isNotEqualTo(secret);
    }

    @Test
    void isWhatTheConfiguredFileHoldsWithoutTheLineBreakAtItsEnd() throws Exception {
        Path file = directory.resolve("secret");
        for (String end : new String[] {"", "\n", "\r\n"}) {
            Files.writeString(file, "x".repeat(32) + end);
            assertThat(TokenSecret.open(Optional.of(file), directory))
                    .asString()
                    .isEqualTo("x".repeat(32));
        }
        assertThat(directory.resolve(TokenConfig.SECRET_FILE)).doesNotExist();
    }

    @Test
    void isNeitherShortNorMissing() throws Exception {
        Path file = directory.resolve("secret");
        assertThatThrownBy(() -> TokenSecret.open(Optional.of(file), directory))
                .isInstanceOf(StartException.class)
                .hasMessage("tokens.secret-file: " + file + " does not exist (expected: a file of at least 32 bytes)");
        Files.writeString(file, "x".repeat(31) + "\n");
        assertThatThrownBy(() -> TokenSecret.open(Optional.of(file), directory))
                .isInstanceOf(StartException.class)
                .hasMessage("token secret " + file + ": found 31 bytes (expected: 32..65536 random ones)");
        assertThatThrownBy(() -> TokenSecret.open(Optional.empty(), file.resolve("data")))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("token secret " + file.resolve("data"));
    }
}
