package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.WsClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verbs that talk to a running gateway, against one in this process. */
class VerbsIT {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** For verbs that go on; not the common pool, whose only thread the JDK's WebSocket may need to connect. */
    private final ExecutorService terminal = Executors.newSingleThreadExecutor();

    private GatewayConfig config;
    private Gateway gateway;

    @BeforeEach
    void start() throws StartException {
        config = GatewayConfig.read(Optional.empty(), Map.of("SLUICE_ADMIN_PORT", "0"))
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
        gateway = Gateway.start(config);
    }

    @AfterEach
    void stop() {
        terminal.shutdownNow();
        gateway.close();
    }

    @Test
    void listsAndShowsDevices() {
        assertThat(run("devices", "list", "valve", "--status", "online"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).startsWith("ID ").contains("valve-1");
        assertThat(json("devices", "list", "--kind", "valve").path(0).path("id").asString(""))
                .isEqualTo("valve-1");
        assertThat(json("devices", "show", "valve-1").path("attributes").has("siren"))
                .isTrue();
        out.getBuffer().setLength(0);
        assertThat(run("devices", "show", "valve-1")).isZero();
        assertThat(out.toString()).contains("ATTRIBUTE", "siren", "ACTION", "set-siren");
        assertThat(run("devices", "show", "nothing")).isEqualTo(1);
        assertThat(err.toString()).contains("sluice: no device 'nothing' (expected: ");
    }

    @Test
    void hasADeviceActAndEndsWithTheOutcome() {
        assertThat(run("devices", "invoke", "valve-1", "set-siren", "on=true"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).startsWith("done");
        assertThat(run("devices", "invoke", "valve-1", "set-siren", "on=perhaps"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("sluice: invalid: ");
        assertThat(run("devices", "invoke", "valve-1", "set-siren", "perhaps")).isEqualTo(2);
        assertThat(err.toString()).contains("argument 'perhaps' (expected: NAME=VALUE; it takes: on=");
    }

    @Test
    void simulatesFaultsAndListsThem() {
        assertThat(run("simulate", "valve-1")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("leak", "size=none|small|major");
        assertThat(run("simulate", "valve-1", "leak", "size=major"))
                .as(err.toString())
                .isZero();
        JsonNode leak = json("devices", "show", "valve-1").path("attributes").path("leak");
        assertThat(leak.path("value").asString("")).isEqualTo("major");
        assertThat(run("simulate", "valve-1", "earthquake")).isEqualTo(1);
        assertThat(err.toString()).contains("fault 'earthquake' (expected: one of ");
    }

    @Test
    void tailsADeviceUntilAsManyEventsHaveCome() throws Exception {
        CompletableFuture<Integer> tail =
                CompletableFuture.supplyAsync(() -> run("tail", "pi-1", "--count", "2", "--json"), terminal);
        assertThat(tail.get(30, TimeUnit.SECONDS)).as(err.toString()).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("\"device\":\"pi-1\""));
        assertThat(run("tail", "nothing")).isEqualTo(1);
        assertThat(err.toString()).contains("'nothing' (expected: a device of 'sluice devices list', or one of ");
    }

    @Test
    void listsTailsAndClosesSessions() throws Exception {
        try (WsClient pi = WsClient.connect(HttpClient.newHttpClient(), ws("/endrpi"), Map.of())) {
            JsonNode session = json("sessions", "list", "--protocol", "endrpi").path(0);
            String id = session.path("id").asString("");
            assertThat(id).isNotEmpty();
            out.getBuffer().setLength(0);
            assertThat(run("tail", "endrpi", "--count", "4", "--json"))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString().lines())
                    .hasSize(4)
                    .anyMatch(
                            line -> line.contains("\"event\":\"open\"") && line.contains("\"session\":\"" + id + "\""))
                    .anyMatch(line -> line.contains("\"device\":\"pi-1\""))
                    .noneMatch(line -> line.contains("\"device\":\"valve-1\""));
            assertThat(run("sessions", "close", id, "--code", "4001", "--reason", "bye"))
                    .isZero();
            assertThat(pi.closeCode()).isEqualTo(4001);
        }
        assertThat(run("sessions", "close", "none")).isEqualTo(1);
    }

    @Test
    void tailsTheFramesOfAProtocolsSessionsWithoutTheirSecrets() throws Exception {
        try (WsClient pi = WsClient.connect(HttpClient.newHttpClient(), ws("/endrpi"), Map.of())) {
            CompletableFuture<Integer> tail =
                    CompletableFuture.supplyAsync(() -> run("tail", "endrpi", "--count", "40", "--json"), terminal);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                pi.send("{\"action\":\"READ_TEMPERATURE\",\"token\":\"hidden\"}")
                        .next();
                return tail.isDone();
            });
            assertThat(tail.get()).as(err.toString()).isZero();
        }
        assertThat(out.toString())
                .contains("\"event\":\"frame\"", "\"direction\":\"in\"", "READ_TEMPERATURE")
                .doesNotContain("hidden");
    }

    @Test
    void letsInWhoWasAddedOnceTheConfigurationIsReadAgain() {
        HttpClient http = HttpClient.newHttpClient();
        JsonNode ada = credentials("add", "valve", "ada", "--kind", "password");
        Map<String, String> login = basic("ada", ada.path("secret").asString(""));
        assertThat(WsClient.refusal(http, ws("/valve"), login)).isEqualTo(401);
        gateway.reconfigure(config);
        WsClient.connect(http, ws("/valve"), login).close();
        JsonNode rotated = credentials("rotate", "valve", "ada");
        credentials("revoke", "valve", "sluice");
        gateway.reconfigure(config);
        assertThat(WsClient.refusal(http, ws("/valve"), login)).isEqualTo(401);
        Map<String, String> fresh = basic("ada", rotated.path("secret").asString(""));
        WsClient.connect(http, ws("/valve"), fresh).close();
    }

    @Test
    void looksAtAGatewayThatDoesNotLetItIn() throws Exception {
        gateway.close();
        config = GatewayConfig.read(
                        Optional.empty(),
                        Map.of("SLUICE_ADMIN_PORT", "0", "SLUICE_ADMIN_TOKEN_SHA256", KeyHash.of("a token")))
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
        gateway = Gateway.start(config);
        run("doctor", "--data-dir", directory.toString());
        assertThat(out.toString())
                .contains("warning  gateway: runs, but: ", "-> see --token-file")
                .doesNotContain("in use by another p");
        assertThat(run("devices", "list")).isEqualTo(4);
        assertThat(err.toString()).contains("--token-file");
        Path token = Files.writeString(directory.resolve("token"), "a token\n");
        assertThat(run("devices", "list", "--token-file", token.toString())).isEqualTo(2);
        Files.writeString(token, "another-token");
        assertThat(run("devices", "list", "--token-file", token.toString())).isEqualTo(4);
    }

    @Test
    void measuresThisMachineOnly() {
        JsonNode http = json("bench", admin() + "/healthz", "--seconds", "1", "--connections", "2");
        assertThat(http.path("answers").asInt(0)).isPositive();
        JsonNode pings = json("bench", ws("/endrpi").toString(), "--seconds", "1", "--connections", "1");
        assertThat(pings.path("milliseconds").has("p99")).isTrue();
        assertThat(run("bench", "http://192.0.2.1/")).isEqualTo(2);
        assertThat(err.toString()).contains("192.0.2.1 is not this machine (expected: ");
        assertThat(run("bench", admin(), "--seconds", "3600")).isEqualTo(2);
    }

    @Test
    void looksAfterARunningGatewaysHealth() {
        run("doctor", "--data-dir", directory.toString());
        assertThat(out.toString())
                .contains("ok       gateway: runs", "ok       journal: up", "ok       adapter simulator: up")
                .contains("data directory " + directory);
    }

    @Test
    void saysWithItsExitCodeThatNobodyAnswers() {
        gateway.close();
        assertThat(run("devices", "list")).isEqualTo(3);
        assertThat(err.toString()).contains("(expected: the admin listener of a running gateway; ");
        assertThat(err.toString().lines()).hasSize(1);
    }

    private String admin() {
        return "http://127.0.0.1:" + gateway.admin().orElseThrow().address().getPort();
    }

    private URI ws(String path) {
        return URI.create(
                "ws://127.0.0.1:" + gateway.listeners().get(0).address().getPort() + path);
    }

    private JsonNode credentials(String... arguments) {
        out.getBuffer().setLength(0);
        Stream<String> where = Stream.of("--data-dir", directory.toString(), "--json");
        int code = SluiceCommand.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(Stream.of("credentials"), Stream.of(arguments), where)
                        .flatMap(words -> words)
                        .toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return JSON.readTree(out.toString());
    }

    private static Map<String, String> basic(String user, String password) {
        byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    }

    private JsonNode json(String... arguments) {
        out.getBuffer().setLength(0);
        int code = run(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        JsonNode json = JSON.readTree(out.toString());
        out.getBuffer().setLength(0);
        return json;
    }

    private int run(String... arguments) {
        boolean isRemote = !arguments[0].equals("bench");
        String[] all = isRemote
                ? Stream.concat(Stream.of(arguments), Stream.of("--admin", admin()))
                        .toArray(String[]::new)
                : arguments;
        return SluiceCommand.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
