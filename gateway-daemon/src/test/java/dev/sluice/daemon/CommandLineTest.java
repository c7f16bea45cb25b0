package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import dev.sluice.testkit.ManualScheduler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void tellsEveryProblemOfAConfiguration() throws IOException {
        Path file = file("""
                listeners:
                  - {port: 70000, tls: maybe}
                  - {tls: files, certificate: c.pem}
                  - {protocols: [telnet]}
                adapters:
                  - {type: hardware}
                  - {seed: 1}
                protocols:
                  valve: {units: {flow: buckets}}
                  telnet: {}
                credentials:
                  valve:
                    - {user: ada, password-hash: secret}
                    - {user: ada, key-sha256: secret, role: king}
                    - {user: bob}
                    - {user: bob, key-sha256: '%1$s', password-hash: '%2$s'}
                    - {user: cy, key-sha256: '%1$s'}
                    - {user: dan, key-sha256: '%1$s'}
                    - {user: eve, password-hash: '%2$s'}
                    - {user: eve, password-hash: '%2$s', role: support}
                tokens:
                  algorithms: [HS256, none, RS256]
                  leeway: 1d
                  jwks: http://ada:secret@example.org/keys
                comand-timeout: 1s
                journal: {type: paper, durability: stone, retention: {records: 0, age: 1ms}}
                """.formatted(KeyHash.of("a key"), PasswordHash.OF_NOBODY));
        assertThat(run("check-config", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        file + ":2: listeners[0].port: found '70000' (expected: integer 0..65535)",
                        file + ":2: listeners[0].tls: found 'maybe' (expected: one of off, self-signed, files)",
                        file + ":3: listeners[1].key: found nothing (expected: path of a PEM file, since tls is files)",
                        file
                                + ":4: listeners[2].protocols: found 'telnet' (expected: one of biometric, endrpi, placeos, valtronics, valve)",
                        file + ":6: adapters[0].type: found 'hardware' (expected: one of linux, mqtt, simulator)",
                        file + ":7: adapters[1].type: found nothing (expected: one of linux, mqtt, simulator)",
                        file + ":7: adapters[1].seed: found an unknown key (expected: one of type)",
                        file + ":9: protocols.valve.units.flow: found 'buckets' (expected: one of ml/min, l/min, gpm)",
                        file
                                + ":10: protocols.telnet: found an unknown key (expected: one of biometric, endrpi, placeos, valtronics, valve)",
                        file + ":13: credentials.valve[0].password-hash: found something else (expected: what 'sluice"
                                + " hash-password' prints)",
                        file + ":14: credentials.valve[1].role: found 'king' (expected: one of user, support,"
                                + " administrator)",
                        file + ":14: credentials.valve[1].key-sha256: found something else (expected: what 'sluice"
                                + " hash-key' prints)",
                        file
                                + ":15: credentials.valve[2].password-hash: found nothing (expected: password-hash as 'sluice"
                                + " hash-password' prints it, or key-sha256 as 'sluice hash-key' does)",
                        file
                                + ":16: credentials.valve[3].key-sha256: found a password-hash as well (expected: one of the"
                                + " two)",
                        file
                                + ":18: credentials.valve[5].key-sha256: found the same key a second time (expected: each key"
                                + " once)",
                        file
                                + ":20: credentials.valve[7].user: found 'eve' a second time (expected: each user's password"
                                + " once)",
                        file + ":22: tokens.algorithms: found 'none' (expected: one of HS256, RS256, ES256)",
                        file
                                + ":23: tokens.leeway: found '1d' (expected: duration 0s..10m, such as 250ms, 10s, 5m, 1h)",
                        file + ":24: tokens.jwks: found another address (expected: a file, or an https address without"
                                + " user)",
                        file
                                + ":25: comand-timeout: found an unknown key (expected: one of adapters, admin, command-timeout,"
                                + " credentials, data-dir, diagnostics, journal, listeners, log, origins, protocols, tokens, transport)",
                        file + ":26: journal.type: found 'paper' (expected: one of sqlite)",
                        file + ":26: journal.durability: found 'stone' (expected: one of memory, file, disk)",
                        file + ":26: journal.retention.records: found '0' (expected: integer 1..100000000)",
                        file
                                + ":26: journal.retention.age: found '1ms' (expected: duration 1s..3650d, such as 250ms, 10s, 5m,"
                                + " 1h)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void findsNothingWrongWithTheDocumentedExample() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        String yaml = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n", page.indexOf("```yaml")));
        Path file = file(yaml);
        assertThat(run("check-config", file.toString())).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualTo(file + ": OK" + System.lineSeparator());
    }

    @Test
    void refusesToRunWithABadConfiguration() throws IOException {
        Path file = file("nonsense: 1\n");
        assertThat(run("run", "--config", file.toString(), "--data-dir", directory.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith(file + ":1: nonsense: found an unknown key (expected: ");
        assertThat(directory.resolve(Credentials.FILE)).doesNotExist();
    }

    @Test
    void saysInOneLineThatAPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int code = run(
                    "run",
                    "--data-dir",
                    directory.toString(),
                    "--port",
                    Integer.toString(taken.getLocalPort()),
                    "--tls-port",
                    "0");
            assertThat(code).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("sluice: listener http: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": the port is in use" + System.lineSeparator());
        }
    }

    @Test
    void saysInOneLineThatAnotherProcessHasTheJournal() throws StartException {
        GatewayConfig config = GatewayConfig.read(Optional.empty(), Map.of("SLUICE_ADMIN_PORT", "0"))
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
        try (Gateway first = Gateway.start(config)) {
            assertThat(first.listeners()).isNotEmpty();
            assertThat(run(
                            "run",
                            "--data-dir",
                            directory.toString(),
                            "--port",
                            "0",
                            "--tls-port",
                            "0",
                            "--admin-port",
                            "0"))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("sluice: journal: " + directory.resolve("journal.db") + " is in use by another process"
                            + " (expected: one gateway for a data directory; choose another with --data-dir)"
                            + System.lineSeparator());
        }
    }

    @Test
    void saysInOneLineThatACertificateIsNoCertificate() throws IOException {
        Path certificate = directory.resolve("c.pem");
        Path file = file("listeners: [{port: 0, tls: files, certificate: c.pem, key: none.pem}]\n");
        assertThat(run("run", "--config", file.toString(), "--data-dir", directory.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("sluice: listener https: " + certificate + " does not exist (expected: a readable PEM file)"
                        + System.lineSeparator());
        Files.writeString(certificate, "nonsense");
        err.getBuffer().setLength(0);
        assertThat(run("run", "--config", file.toString(), "--data-dir", directory.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("sluice: listener https: " + certificate
                        + " holds no certificate (expected: PEM, BEGIN CERTIFICATE)" + System.lineSeparator());
    }

    @Test
    void refusesArgumentsItDoesNotKnow() {
        assertThat(run("run", "--nonsense")).isEqualTo(2);
        assertThat(run("run", "--port", "many")).isEqualTo(2);
        assertThat(run("run", "--port", "70000")).isEqualTo(1);
        assertThat(err.toString()).contains("sluice: --port: 70000 (expected: 0..65535)");
    }

    @Test
    void wantsKeysForTheAlgorithmsThatNeedThemAndAlgorithmsForTheKeys() throws IOException {
        Path file = file("tokens: {algorithms: [ES256], secret-file: secret}");
        assertThat(run("check-config", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        file
                                + ":1: tokens.algorithms: found RS256 or ES256 without keys (expected: public-keys or jwks as"
                                + " well)",
                        file + ":1: tokens.secret-file: found a secret that is not used (expected: HS256 among the"
                                + " algorithms)");
        err.getBuffer().setLength(0);
        file = file("tokens: {public-keys: key.pem}");
        assertThat(run("check-config", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("tokens.public-keys: found keys that are not used (expected: RS256 or ES256 among the");
    }

    @Test
    void hashesAKey() {
        String key = "0123456789abcdef";
        assertThat(execute(new CommandLine(new HashKeyCommand(prompt -> key)))).isZero();
        assertThat(out.toString()).isEqualTo(KeyHash.of(key) + System.lineSeparator());
        assertThat(KeyHash.of("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void hashesNoKeyThatSomebodyCouldHaveThoughtOf() {
        assertThat(execute(new CommandLine(new HashKeyCommand(prompt -> "letmein"))))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("sluice: API key of 7 characters (expected: 16..1024 random ones; --new makes some)"
                        + System.lineSeparator());
    }

    @Test
    void makesANewKey() {
        assertThat(run("hash-key", "--new")).isZero();
        Matcher lines = Pattern.compile("key: +(\\w{48})\\R" + "key-sha256: ([0-9a-f]{64})\\R")
                .matcher(out.toString());
        assertThat(lines.matches()).isTrue();
        assertThat(lines.group(2)).isEqualTo(KeyHash.of(lines.group(1)));
    }

    @Test
    void printsATokenThatTheGatewayTakes() throws Exception {
        assertThat(run(
                        "token",
                        "--subject",
                        "panel-1",
                        "--role",
                        "support",
                        "--lifetime",
                        "5m",
                        "--claim",
                        "realm=valve",
                        "--claim",
                        "scope=[\"public\",1]",
                        "--data-dir",
                        directory.toString()))
                .as(err.toString())
                .isZero();
        String token = out.toString().strip();
        assertThat(directory.resolve(TokenConfig.SECRET_FILE)).exists();
        TokenConfig tokens = TokenConfig.read(Config.empty(Map.of()), directory);
        ManualScheduler clock = new ManualScheduler(Instant.now());
        try (Bearers bearers = Bearers.open(tokens, directory, clock)) {
            Bearer bearer =
                    bearers.check("valve", token).toCompletableFuture().join().orElseThrow();
            assertThat(bearer.principal()).isEqualTo(new Principal("panel-1", Principal.Role.SUPPORT));
            assertThat(bearer.claims().get("scope")).hasToString("[\"public\",1]");
            assertThat(bearer.claims().get("realm")).hasToString("\"valve\"");
            clock.advance(Duration.ofMinutes(6));
            assertThat(bearers.check("valve", token).toCompletableFuture().join())
                    .isEmpty();
        }
    }

    @Test
    void printsNoTokenThatNobodyWouldTake() throws IOException {
        String data = directory.toString();
        assertThat(run("token", "--data-dir", data)).isEqualTo(2);
        assertThat(run("token", "--data-dir", data, "--subject", "ada", "--role", "king"))
                .isEqualTo(1);
        assertThat(run("token", "--data-dir", data, "--subject", "ada", "--lifetime", "long"))
                .isEqualTo(1);
        assertThat(run("token", "--data-dir", data, "--subject", "ada", "--claim", "sub=bob"))
                .isEqualTo(1);
        assertThat(run("token", "--data-dir", data, "--subject", "")).isEqualTo(1);
        Path file = file("tokens: {algorithms: RS256, jwks: keys.json}");
        assertThat(run("token", "--data-dir", data, "--subject", "ada", "--config", file.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        "--role: 'king' (expected: one of user, support, administrator)",
                        "--lifetime: 'long' (expected: duration 1s..3650d, such as 250ms, 10s, 5m, 1h)",
                        "--claim: sub (expected: not one of sub, role, iat, exp, which other options say)",
                        "--subject: 0 characters (expected: 1..256, none of them a control character)",
                        "tokens.algorithms: [RS256] (expected: HS256 among them");
        assertThat(out.toString()).isEmpty();
        assertThat(directory.resolve(TokenConfig.SECRET_FILE)).doesNotExist();
    }

    @Test
    void explainsItself() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("run", "check-config", "hash-password", "hash-key", "token");
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("sluice ");
    }

    private int run(String... arguments) {
        return execute(new CommandLine(new SluiceCommand()), arguments);
    }

    private int execute(CommandLine command, String... arguments) {
        return command.setExecutionExceptionHandler(new OneLineFailure())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("sluice.yaml"), yaml);
    }
}
