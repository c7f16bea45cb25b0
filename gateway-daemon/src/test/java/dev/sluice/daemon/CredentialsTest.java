package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.ProtocolProvider.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Map<String, Login> NEEDED = Map.of("valve", new Login("user", "password"));
    private static final Map<String, Map<String, String>> NONE = Map.of();

    @TempDir
    private Path directory;

    @Test
    void makesALoginAtTheFirstStartAndKeepsIt() throws Exception {
        Credentials first = Credentials.open(directory, NONE, NEEDED, true);
        String password = first.inClear().get("valve").get("password");
        assertThat(password).hasSize(24);
        assertThat(PasswordHash.matches(password, first.hashes().get("valve").get("sluice")))
                .isTrue();
        assertThat(Credentials.open(directory, NONE, NEEDED, true)).isEqualTo(first);
    }

    @Test
    void keepsSecretsInFilesThatOnlyTheOwnerMayRead() throws Exception {
        String password = Credentials.open(directory, NONE, NEEDED, true)
                .inClear()
                .get("valve")
                .get("password");
        for (String file : new String[] {Credentials.FILE, Credentials.DEVELOPMENT_FILE}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(directory.resolve(Credentials.FILE))
                .content()
                .doesNotContain(password)
                .contains("$2b$");
        assertThat(directory.resolve(Credentials.DEVELOPMENT_FILE))
                .content()
                .isEqualToIgnoringWhitespace("{\"valve\":{\"user\":\"sluice\",\"password\":\"" + password + "\"}}");
    }

    @Test
    void showsASecretOnceAndKeepsNoClearTextWithAConfigurationFile() throws Exception {
        Credentials first = Credentials.open(directory, NONE, NEEDED, false);
        assertThat(first.inClear().get("valve")).containsKeys("user", "password");
        assertThat(directory.resolve(Credentials.DEVELOPMENT_FILE)).doesNotExist();
        Credentials second = Credentials.open(directory, NONE, NEEDED, false);
        assertThat(second.inClear().get("valve")).isEmpty();
        assertThat(second.hashes()).isEqualTo(first.hashes());
    }

    @Test
    void makesNothingForAProtocolWithUsersOfItsOwn() throws Exception {
        Map<String, Map<String, String>> users = Map.of("valve", Map.of("ada", PasswordHash.OF_NOBODY));
        Credentials credentials = Credentials.open(directory, users, NEEDED, true);
        assertThat(credentials.hashes()).isEqualTo(users);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void makesNewOnesWhenTheClearTextIsGone() throws Exception {
        Credentials first = Credentials.open(directory, NONE, NEEDED, true);
        Files.delete(directory.resolve(Credentials.DEVELOPMENT_FILE));
        assertThat(Credentials.open(directory, NONE, NEEDED, true)).isNotEqualTo(first);
    }

    @Test
    void saysWhatIsWrongWithADamagedFile() throws IOException {
        Path file = directory.resolve(Credentials.FILE);
        Files.writeString(file, "{\"valve\":{\"user\":\"sluice\",\"password-hash\":\"secret\"}}");
        assertThatThrownBy(() -> Credentials.open(directory, NONE, NEEDED, false))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        file + ": found no bcrypt hash at valve.password-hash (expected: as Sluice wrote it; delete the"
                                + " file to have new credentials made)");
        Files.writeString(file, "[");
        assertThatThrownBy(() -> Credentials.open(directory, NONE, NEEDED, false))
                .hasMessageContaining("something that is not a JSON object");
    }

    @Test
    void saysThatTheDirectoryIsNoDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> Credentials.open(file.resolve("data"), NONE, NEEDED, false))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("data directory " + file.resolve("data") + ": ");
    }
}
