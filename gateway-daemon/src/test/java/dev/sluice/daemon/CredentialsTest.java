package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.ProtocolProvider.Kind;
import dev.sluice.protocol.ProtocolProvider.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Map<String, List<Login>> NEEDED =
            Map.of("valve", List.of(new Login("valve", "sluice", Role.USER, Kind.PASSWORD, "user", "password")));
    private static final Map<String, List<Login>> SEVERAL = Map.of(
            "placeos",
            List.of(
                    new Login("placeos", "sluice", Role.ADMINISTRATOR, Kind.API_KEY, "", "api_key"),
                    new Login("placeos-panel", "panel", Role.USER, Kind.PASSWORD, "name", "password")));
    private static final Map<String, List<Account>> NONE = Map.of();

    @TempDir
    private Path directory;

    @Test
    void makesALoginAtTheFirstStartAndKeepsIt() throws Exception {
        Credentials first = Credentials.open(directory, NONE, NEEDED, true);
        String password = first.inClear().get("valve").get("password");
        assertThat(password).hasSize(24);
        assertThat(PasswordHash.matches(
                        password, first.accounts().get("valve").get(0).hash()))
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
        assertThat(second.accounts()).isEqualTo(first.accounts());
    }

    @Test
    void makesNothingForAProtocolWithUsersOfItsOwn() throws Exception {
        Map<String, List<Account>> users =
                Map.of("valve", List.of(new Account("ada", Role.USER, Kind.PASSWORD, PasswordHash.OF_NOBODY)));
        Credentials credentials = Credentials.open(directory, users, NEEDED, true);
        assertThat(credentials.accounts()).isEqualTo(users);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void makesEveryLoginThatAProtocolNeeds() throws Exception {
        Credentials first = Credentials.open(directory, NONE, SEVERAL, true);
        Map<String, String> shown = first.inClear().get("placeos");
        assertThat(shown).containsOnlyKeys("api_key");
        assertThat(first.inClear().get("placeos-panel"))
                .containsEntry("name", "panel")
                .containsOnlyKeys("name", "password");
        List<Account> accounts = first.accounts().get("placeos");
        assertThat(accounts.get(0))
                .isEqualTo(new Account("sluice", Role.ADMINISTRATOR, Kind.API_KEY, KeyHash.of(shown.get("api_key"))));
        assertThat(accounts.get(1).user()).isEqualTo("panel");
        assertThat(first.accounts()).containsOnlyKeys("placeos");
        assertThat(directory.resolve(Credentials.FILE))
                .content()
                .contains("key-sha256")
                .doesNotContain(shown.get("api_key"));
        assertThat(Credentials.open(directory, NONE, SEVERAL, true)).isEqualTo(first);
    }

    @Test
    void addsALoginToAFileThatHasTheOthers() throws Exception {
        Credentials before = Credentials.open(
                directory, NONE, Map.of("placeos", SEVERAL.get("placeos").subList(0, 1)), true);
        Credentials after = Credentials.open(directory, NONE, SEVERAL, true);
        assertThat(after.accounts().get("placeos"))
                .hasSize(2)
                .containsAll(before.accounts().get("placeos"));
        assertThat(after.inClear()).containsAllEntriesOf(before.inClear());
    }

    @Test
    void fillsSecretsIntoExamples() {
        Credentials credentials = new Credentials(
                Map.of(),
                Map.of(
                        "biometric",
                        Map.of("dev_id", "sluice", "api_key", "a$1"),
                        "biometric-simulator",
                        Map.of("api_key", "b")));
        assertThat(credentials.filledIn("{credentials.dev_id}:{credentials.api_key} {ws}", "biometric"))
                .isEqualTo("sluice:a$1 {ws}");
        assertThat(credentials.filledIn("{credentials.biometric-simulator.api_key}", "biometric"))
                .isEqualTo("b");
        assertThat(credentials.filledIn("{credentials.user}:{credentials.valve.password}", "valve"))
                .isEqualTo("USER:PASSWORD");
    }

    @Test
    void readsAFileOfTheFirstVersion() throws Exception {
        String hash = PasswordHash.OF_NOBODY;
        Files.writeString(
                directory.resolve(Credentials.FILE),
                "{\"valve\" : {\"user\" : \"house\", \"password-hash\" : \"" + hash + "\"}}");
        Credentials credentials = Credentials.open(directory, NONE, NEEDED, false);
        assertThat(credentials.accounts())
                .isEqualTo(Map.of("valve", List.of(new Account("house", Role.USER, Kind.PASSWORD, hash))));
        assertThat(credentials.inClear().get("valve")).isEmpty();
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
        Files.writeString(file, "{\"placeos\":{\"user\":\"sluice\",\"key-sha256\":\"secret\"}}");
        assertThatThrownBy(() -> Credentials.open(directory, NONE, SEVERAL, false))
                .hasMessageContaining("found no SHA-256 hash at placeos.key-sha256 ");
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
