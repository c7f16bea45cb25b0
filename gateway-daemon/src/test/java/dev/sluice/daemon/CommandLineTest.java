package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
                  valve: [{user: ada, password-hash: secret}]
                comand-timeout: 1s
                journal: {type: paper, durability: stone, retention: {records: 0, age: 1ms}}
                """);
        assertThat(run("check-config", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        file + ":2: listeners[0].port: found '70000' (expected: integer 0..65535)",
                        file + ":2: listeners[0].tls: found 'maybe' (expected: one of off, self-signed, files)",
                        file + ":3: listeners[1].key: found nothing (expected: path of a PEM file, since tls is files)",
                        file + ":4: listeners[2].protocols: found 'telnet' (expected: one of endrpi, valve)",
                        file + ":6: adapters[0].type: found 'hardware' (expected: one of simulator)",
                        file + ":7: adapters[1].type: found nothing (expected: one of simulator)",
                        file + ":7: adapters[1].seed: found an unknown key (expected: one of type)",
                        file + ":9: protocols.valve.units.flow: found 'buckets' (expected: one of ml/min, l/min, gpm)",
                        file + ":10: protocols.telnet: found an unknown key (expected: one of endrpi, valve)",
                        file
                                + ":12: credentials.valve[0].password-hash: found something else (expected: what 'sluice hash-password'"
                                + " prints)",
                        file
                                + ":13: comand-timeout: found an unknown key (expected: one of adapters, command-timeout, credentials,"
                                + " data-dir, journal, listeners, protocols, transport)",
                        file + ":14: journal.type: found 'paper' (expected: one of sqlite)",
                        file + ":14: journal.durability: found 'stone' (expected: one of memory, file, disk)",
                        file + ":14: journal.retention.records: found '0' (expected: integer 1..100000000)",
                        file
                                + ":14: journal.retention.age: found '1ms' (expected: duration 1s..3650d, such as 250ms, 10s, 5m,"
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
        GatewayConfig config = GatewayConfig.read(Optional.empty(), Map.of())
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
        try (Gateway first = Gateway.start(config)) {
            assertThat(first.listeners()).isNotEmpty();
            assertThat(run("run", "--data-dir", directory.toString(), "--port", "0", "--tls-port", "0"))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .isEqualTo("sluice: journal: " + directory.resolve("journal.db") + " is in use by another process"
                            + " (expected: one gateway for a data directory; choose another with --data-dir)"
                            + System.lineSeparator());
        }
    }

    @Test
    void saysInOneLineThatACertificateIsNoCertificate() throws IOException {
        Files.writeString(directory.resolve("c.pem"), "nonsense");
        Path file = file("listeners: [{port: 0, tls: files, certificate: c.pem, key: none.pem}]\n");
        assertThat(run("run", "--config", file.toString(), "--data-dir", directory.toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("sluice: listener https: key " + directory.resolve("none.pem")
                        + " does not exist (expected: a readable PEM file)" + System.lineSeparator());
        Files.writeString(directory.resolve("none.pem"), "nonsense");
        err.getBuffer().setLength(0);
        assertThat(run("run", "--config", file.toString(), "--data-dir", directory.toString()))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("do not make a certificate and its key");
    }

    @Test
    void refusesArgumentsItDoesNotKnow() {
        assertThat(run("run", "--nonsense")).isEqualTo(2);
        assertThat(run("run", "--port", "many")).isEqualTo(2);
        assertThat(run("run", "--port", "70000")).isEqualTo(1);
        assertThat(err.toString()).contains("sluice: --port: 70000 (expected: 0..65535)");
    }

    @Test
    void explainsItself() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("run", "check-config", "hash-password");
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("sluice ");
    }

    private int run(String... arguments) {
        return new CommandLine(new SluiceCommand())
                .setExecutionExceptionHandler(new OneLineFailure())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("sluice.yaml"), yaml);
    }
}
