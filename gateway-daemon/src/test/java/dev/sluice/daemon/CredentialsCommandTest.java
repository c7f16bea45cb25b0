package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CredentialsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void addsAUserWhoIsThenLetInWithTheShownSecret() throws Exception {
        JsonNode told = json("credentials", "add", "valve", "ada", "--kind", "password", "--role", "support");
        Account ada = account("ada").orElseThrow();
        assertThat(PasswordHash.matches(told.path("secret").asString(""), ada.hash()))
                .isTrue();
        assertThat(ada.principal().role().wireName()).isEqualTo("support");
        assertThat(told.path("effect").asString("")).contains("kill -HUP");
        assertThat(Files.readString(directory.resolve(Credentials.FILE)))
                .doesNotContain(told.path("secret").asString(""));
        assertThat(run("credentials", "add", "valve", "ada", "--kind", "password"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("'ada' is there already");
    }

    @Test
    void rotatesAndRevokesWhatWasAdded() throws Exception {
        json("credentials", "add", "valve", "ada", "--kind", "password");
        String before = account("ada").orElseThrow().hash();
        String secret =
                json("credentials", "rotate", "valve", "ada").path("secret").asString("");
        assertThat(account("ada").orElseThrow().hash()).isNotEqualTo(before);
        assertThat(PasswordHash.matches(secret, account("ada").orElseThrow().hash()))
                .isTrue();
        json("credentials", "revoke", "valve", "ada");
        assertThat(account("ada")).isEmpty();
        assertThat(run("credentials", "revoke", "valve", "ada")).isEqualTo(1);
    }

    @Test
    void revokesAGeneratedLoginForGood() throws Exception {
        Account generated = accounts().get(0);
        json("credentials", "revoke", "valve", generated.user());
        assertThat(accounts()).noneMatch(account -> account.hash().equals(generated.hash()));
        assertThat(account(generated.user())).isEmpty();
        assertThat(run("credentials", "list", "valve")).isZero();
        assertThat(out.toString()).contains("revoked");
        json("credentials", "rotate", "valve", generated.user());
        assertThat(account(generated.user())).isPresent();
    }

    @Test
    void keepsWhatWasRotatedAfterARevocationAlsoWhereSecretsAreKeptInClear() throws Exception {
        String user = embedded().accounts().get("valve").get(0).user();
        json("credentials", "revoke", "valve", user);
        assertThat(embedded().inClear()).doesNotContainKey("valve");
        String secret =
                json("credentials", "rotate", "valve", user).path("secret").asString("");
        assertThat(embedded().inClear().get("valve")).containsEntry("password", secret);
        assertThat(PasswordHash.matches(secret, account(user).orElseThrow().hash()))
                .isTrue();
    }

    @Test
    void rotatesALoginAndTheKeysThatWereAddedForItsUserToOneSecret() throws Exception {
        String user = accounts().get(0).user();
        json("credentials", "add", "valve", user, "--kind", "api-key", "--role", "support");
        assertThat(accounts()).hasSize(2);
        String secret =
                json("credentials", "rotate", "valve", user).path("secret").asString("");
        assertThat(accounts()).hasSize(1);
        assertThat(PasswordHash.matches(secret, accounts().get(0).hash())).isTrue();
        json("credentials", "revoke", "valve", user);
        json("credentials", "add", "valve", user, "--kind", "api-key", "--role", "support");
        String key = json("credentials", "rotate", "valve", user).path("secret").asString("");
        assertThat(accounts()).hasSize(1);
        assertThat(accounts().get(0).hash()).isEqualTo(KeyHash.of(key));
    }

    @Test
    void leavesTheFilesToTheOwnerOfTheDirectory() throws Exception {
        json("credentials", "add", "valve", "ada", "--kind", "password");
        assertThat(Files.getOwner(directory.resolve(Credentials.FILE))).isEqualTo(Files.getOwner(directory));
    }

    @Test
    void printsJsonWhereverItPrintsData() throws Exception {
        assertThat(json("version").path("java").asString("")).isNotEmpty();
        JsonNode key = json("hash-key", "--new");
        assertThat(key.path("key-sha256").asString(""))
                .isEqualTo(KeyHash.of(key.path("key").asString("")));
        JsonNode token = json("token", "--subject", "ada", "--lifetime", "5m", "--data-dir", directory.toString());
        assertThat(token.path("token").asString("")).startsWith("ey");
        assertThat(token.path("seconds").asLong(0)).isEqualTo(300);
        Path file = Files.writeString(directory.resolve("sluice.yaml"), "command-timeout: 3s\n");
        JsonNode checked = json("check-config", file.toString(), "--effective");
        assertThat(checked.path("problems")).isEmpty();
        assertThat(checked.path("effective").valueStream())
                .anyMatch(setting -> setting.path("source").asString("").equals(file + ":1"));
    }

    @Test
    void printsWhatToPutIntoAConfigurationThatHasItsOwn() throws IOException {
        Path file = Files.writeString(directory.resolve("sluice.yaml"), """
                credentials:
                  valve:
                    - {user: bob, password-hash: '%s'}
                """.formatted(PasswordHash.OF_NOBODY));
        assertThat(run("credentials", "rotate", "valve", "bob", "--config", file.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("- {user: \"bob\", role: user, password-hash: '$2", file + ":3");
        assertThat(run("credentials", "revoke", "valve", "bob", "--config", file.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains(file + ":3: delete this entry of bob");
        assertThat(directory.resolve(Credentials.FILE)).doesNotExist();
    }

    @Test
    void tellsWhereEveryValueComesFromAndMasksSecrets() throws IOException {
        Path file = Files.writeString(directory.resolve("sluice.yaml"), """
                command-timeout: 3s
                listeners:
                  - {port: 8081}
                admin: {token-sha256: '%s'}
                """.formatted(KeyHash.of("a token")));
        assertThat(run("check-config", file.toString(), "--effective"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .containsPattern("command-timeout +3s +" + file + ":1\\R")
                .containsPattern("listeners\\[0]\\.port +8081 +" + file + ":3\\R")
                .containsPattern("admin\\.token-sha256 +\\*\\*\\* +" + file + ":4\\R")
                .containsPattern("journal\\.durability +disk +default\\R")
                .containsPattern("adapters\\[0]\\.type +simulator +default\\.yaml:\\d+\\R")
                .doesNotContain(KeyHash.of("a token"));
    }

    @Test
    void looksAtAMachineWithoutAGateway() {
        assertThat(run("doctor", "--data-dir", directory.toString(), "--admin", "http://127.0.0.1:1"))
                .isLessThan(2);
        assertThat(out.toString())
                .contains("warning  gateway: none answers at the admin address", "         -> start it (")
                .contains("ok       journal: no damage", "ok       configuration: ");
    }

    @Test
    void explainsExitCodesInTheHelpOfEveryVerb() {
        assertThat(run("devices", "invoke", "--help")).isZero();
        assertThat(out.toString()).contains("Exit codes:", "Examples:", "No gateway answers");
        assertThat(run("version")).isZero();
        assertThat(out.toString()).contains("java ");
        assertThat(run("devices", "list", "--admin", "ftp://nowhere")).isEqualTo(2);
    }

    @Test
    void namesOnlyExitCodesThatAVerbCanEndWith() {
        String absent = "No gateway answers";
        String wantsToken = "The gateway wants a token";
        assertThat(help("doctor")).contains("Exit codes:").doesNotContain(absent, wantsToken);
        assertThat(help("credentials")).contains("Exit codes:").doesNotContain(absent, wantsToken);
        assertThat(help("bench")).contains(absent).doesNotContain(wantsToken);
        assertThat(help("sessions")).contains(absent, wantsToken);
    }

    private static String help(String verb) {
        return SluiceCommand.line()
                .getSubcommands()
                .getOrDefault(verb, SluiceCommand.line())
                .getUsageMessage();
    }

    private Credentials embedded() throws StartException {
        GatewayConfig config = GatewayConfig.read(Optional.empty(), Map.of());
        return Credentials.open(directory, config.accounts(), config.logins(), true);
    }

    private Optional<Account> account(String user) throws StartException {
        return accounts().stream()
                .filter(account -> account.user().equals(user))
                .findFirst();
    }

    private List<Account> accounts() throws StartException {
        GatewayConfig config = GatewayConfig.read(Optional.empty(), Map.of());
        return Credentials.open(directory, config.accounts(), config.logins(), false)
                .accounts()
                .getOrDefault("valve", List.of());
    }

    private JsonNode json(String... arguments) {
        out.getBuffer().setLength(0);
        int code = run(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        JsonNode json = JsonMapper.shared().readTree(out.toString());
        out.getBuffer().setLength(0);
        return json;
    }

    private int run(String... arguments) {
        String[] all = arguments[0].equals("credentials")
                ? Stream.concat(Stream.of(arguments), Stream.of("--data-dir", directory.toString()))
                        .toArray(String[]::new)
                : arguments;
        return SluiceCommand.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
