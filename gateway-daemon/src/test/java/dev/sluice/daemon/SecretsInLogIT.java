package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.sluice.protocol.Principal;
import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole run with every kind of secret, right and wrong ones, and with payloads: none of them is in the log, at DEBUG. */
class SecretsInLogIT {
    private static final String ADMIN_TOKEN = "admin-token-of-this-test-only";
    private static final String PAYLOAD = "payloadThatIsNobodyElsesBusiness";

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Lines lines = new Lines();
    private final List<String> secrets = new ArrayList<>();
    private final Logger own = context().getLogger("dev.sluice");
    private Gateway gateway;

    @BeforeEach
    void start() throws StartException {
        lines.setContext(context());
        lines.start();
        context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(lines);
        own.setLevel(Level.DEBUG);
        GatewayConfig config = GatewayConfig.read(
                        Optional.empty(),
                        Map.of("SLUICE_ADMIN_PORT", "0", "SLUICE_ADMIN_TOKEN_SHA256", KeyHash.of(ADMIN_TOKEN)))
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
        assertThat(config.problems()).isEmpty();
        gateway = Gateway.start(config);
    }

    @AfterEach
    void stop() {
        gateway.close();
        own.setLevel(null);
        context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(lines);
    }

    @Test
    void noSecretAndNoPayloadIsEverLogged() throws Exception {
        gateway.credentials()
                .inClear()
                .values()
                .forEach(fields -> fields.forEach((field, value) -> {
                    if (!field.equals("user") && !field.equals("dev_id")) {
                        secret(value);
                    }
                }));
        talkValve();
        talkPlaceos();
        talkBiometric();
        talkEndrpi();
        talkValtronics();
        talkAdmin();
        gateway.close();
        assertThat(secrets).hasSizeGreaterThan(10).doesNotContain("");
        assertThat(lines.all).hasSizeGreaterThan(10).anyMatch(line -> line.contains(" opened: valve sluice from "));
        assertThat(lines.all).anyMatch(line -> line.contains("refused GET /valve"));
        assertThat(lines.all)
                .anyMatch(line -> line.contains("refused POST /api/devices/valve-1/actions/set-siren from /127.0.0.1:")
                        && line.contains(": 401 credentials [listener=\"admin\""));
        for (String line : lines.all) {
            assertThat(line).doesNotContain(secrets);
        }
    }

    private void talkValve() throws Exception {
        String right = basic("sluice:" + clear("valve", "password"));
        String wrong = basic("sluice:" + secret("wrong-password-of-somebody"));
        refused("/valve", Map.of("Authorization", wrong));
        try (WsClient client = connect("/valve", Map.of("Authorization", right))) {
            client.send("{\"event\":\"" + PAYLOAD + "\"}");
            client.send("no JSON " + PAYLOAD);
            client.next();
        }
        HttpResponse<String> answer = post("/auth/ticket", "", Map.of("Authorization", right));
        String ticket = secret(JSON.readTree(answer.body()).path("ticket").stringValue());
        try (WsClient client = connect("/valve?ticket=" + ticket, Map.of())) {
            client.next();
        }
        refused("/valve?ticket=" + ticket, Map.of());
        refused("/valve?ticket=" + secret("ticket-that-never-was"), Map.of());
    }

    private void talkPlaceos() throws Exception {
        String path = "/api/engine/v2/systems/control";
        try (WsClient client = connect(path + "?api-key=" + clear("placeos", "api_key"), Map.of())) {
            client.send(
                    "{\"id\":1,\"cmd\":\"exec\",\"sys\":\"sys-1\",\"mod\":\"Display\",\"name\":\"echo\",\"args\":[\""
                            + PAYLOAD + "\"]}");
            client.next();
            client.send("{\"id\":2,\"cmd\":\"" + PAYLOAD + "\"}");
            client.next();
        }
        refused(path, Map.of("X-API-Key", secret("wrong-key-of-somebody")));
        refused(path + "?bearer_token=" + secret("wrong.bearer.token"), Map.of());
    }

    private void talkBiometric() throws Exception {
        Map<String, String> developer = Map.of("dev-id", "sluice", "x-api-key", clear("biometric", "api_key"));
        String user = token(post("/auth/user?id=ada", "", developer));
        post("/auth/developer", "", Map.of("dev-id", "sluice", "x-api-key", secret("wrong-developer-key")));
        try (WsClient client = connect("/connect", Map.of())) {
            client.next();
            client.send("{\"op\":3,\"d\":{\"token\":\"" + secret("wrong-identify-token") + "\",\"type\":0}}");
            client.closeCode();
        }
        try (WsClient client = connect("/connect", Map.of())) {
            client.next();
            client.send("{\"op\":3,\"d\":{\"token\":\"" + user + "\",\"type\":0}}")
                    .next("{\"op\":4}");
            client.send("{\"op\":6,\"t\":\"HEART_RATE\",\"d\":{\"val\":\"" + PAYLOAD + "\"}}");
            client.send("{\"op\":0}").next("{\"op\":1}");
            client.send(PAYLOAD).closeCode(); // whose reason repeats it
        }
    }

    private void talkEndrpi() {
        try (WsClient client = connect("/endrpi", Map.of())) {
            client.send("{\"action\":\"" + PAYLOAD + "\"}").next();
            client.send(PAYLOAD).next();
        }
    }

    private void talkValtronics() throws Exception {
        TokenConfig tokens = GatewayConfig.read(Optional.empty(), Map.of()).tokens();
        Mint mint = new Mint(TokenSecret.open(tokens.secretFile(), directory), tokens, Instant::now);
        String token = secret(mint.token("valtronics", new Principal("ada"), Duration.ofMinutes(5)));
        try (WsClient client = connect("/ws", Map.of())) {
            client.send("{\"type\":\"auth\",\"token\":\"" + secret("wrong.valtronics.token") + "\"}");
            client.next("auth_response");
            client.send("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
            client.next("auth_response");
            client.send("{\"type\":\"" + PAYLOAD + "\"}");
            client.next("error");
            client.send(PAYLOAD);
            client.next("error");
        }
    }

    private void talkAdmin() throws Exception {
        secret(ADMIN_TOKEN);
        secret(PAYLOAD);
        URI devices = URI.create("http://127.0.0.1:"
                + gateway.admin().orElseThrow().address().getPort() + "/api/devices/valve-1/actions/set-siren");
        for (String token : List.of(ADMIN_TOKEN, secret("wrong-admin-token"))) {
            HttpRequest request = HttpRequest.newBuilder(devices)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"on\":\"" + PAYLOAD + "\"}"))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(token.equals(ADMIN_TOKEN) ? 400 : 401);
        }
    }

    // ---- what it takes

    private static final JsonMapper JSON = JsonMapper.shared();

    private String secret(String text) {
        secrets.add(text);
        return text;
    }

    private String clear(String login, String field) {
        return gateway.credentials().inClear().get(login).get(field);
    }

    private String basic(String credentials) {
        return "Basic " + secret(Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private String token(HttpResponse<String> answer) {
        JsonNode token = JSON.readTree(answer.body()).path("token");
        assertThat(token.isString()).as(answer.body()).isTrue();
        return secret(token.stringValue());
    }

    private HttpResponse<String> post(String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private WsClient connect(String path, Map<String, String> headers) {
        return WsClient.connect(http, URI.create("ws://127.0.0.1:" + port() + path), headers);
    }

    private void refused(String path, Map<String, String> headers) {
        assertThat(WsClient.refusal(http, URI.create("ws://127.0.0.1:" + port() + path), headers))
                .isEqualTo(401);
    }

    private int port() {
        return gateway.listeners().get(0).address().getPort();
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    /** Everything that any layout could make of an event. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String thrown =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            all.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + " " + thrown);
        }
    }
}
