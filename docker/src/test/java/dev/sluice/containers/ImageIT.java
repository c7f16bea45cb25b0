package dev.sluice.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The image as people run it, with real clients of each protocol from outside, and a real broker beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Containers containers = new Containers();
    private HttpClient http;
    private String password;
    private String wearablesKey;
    private String panelKey;

    /** What was generated at the first start is said in its log, and never again. */
    @BeforeAll
    void readCredentials() throws Exception {
        String log = containers.log();
        password = generated(log, "\\{user=sluice, password=([^,}]+)}");
        wearablesKey = generated(log, "biometric-simulator: .*api_key=([^,}]+)}");
        panelKey = generated(log, "generated: \\{api_key=([^,}]+)}");
        http = HttpClient.newBuilder().sslContext(trusting()).build();
    }

    @AfterAll
    void stop() {
        containers.close();
    }

    @Test
    void doesNotRunAsRoot() {
        assertThat(containers.user()).isEqualTo("10001:10001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void valve(String scheme) throws InterruptedException {
        try (Client valve = valveClient(scheme)) {
            valve.send("{\"event\":\"requestTelemetry\"}");
            JsonNode telemetry = valve.next(message -> is(message, "event", "telemetry"));
            assertThat(telemetry.path("data").path("abs_pressure").isNumber()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void endrpi(String scheme) throws InterruptedException {
        try (Client pi = client(scheme, "/endrpi", Map.of())) {
            pi.send("{\"action\":\"READ_TEMPERATURE\"}");
            assertThat(pi.next(message -> true).path("success").asBoolean(false))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void placeos(String scheme) throws InterruptedException {
        try (Client panel = panelClient(scheme)) {
            panel.send("{\"id\":1,\"cmd\":\"exec\",\"sys\":\"sys-1234\",\"mod\":\"Display\",\"index\":1,"
                    + "\"name\":\"set_volume\",\"args\":[64]}");
            assertThat(panel.next(message -> message.path("id").asInt(0) == 1)
                            .path("type")
                            .asString(""))
                    .isEqualTo("success");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void valtronics(String scheme) throws Exception {
        String token = containers.sluice("token", "--subject", "ada");
        try (Client news = newsClient(scheme, token)) {
            news.send("{\"type\":\"subscribe\",\"channel\":\"telemetry\",\"device_id\":1}");
            JsonNode update = news.next(message -> is(message, "type", "telemetry_update"));
            assertThat(update.path("device_id").asInt(0)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void biometric(String scheme) throws Exception {
        try (Client consumer = consumer(scheme)) {
            assertThat(consumer.next(message -> message.path("op").asInt(-1) == 5)
                            .path("seq")
                            .asLong(0))
                    .isPositive();
        }
    }

    @Test
    void devicesAppearInTheBroker() throws Exception {
        assertThat(containers.published("homie/5/valve-1/$state")).isEqualTo("ready");
    }

    @Test
    void healthIsAskedForWithoutShellOrOtherTools() throws Exception {
        assertThat(containers.sluice("health", "--url", "http://127.0.0.1:8080/system"))
                .isEqualTo("ready");
        await().atMost(Duration.ofMinutes(3)).until(() -> containers.health().equals("healthy"));
    }

    @Test
    void whatIsOnTheVolumeOutlivesRestartsCrashesAndTheContainer() throws Exception {
        String token = containers.sluice("token", "--subject", "ada", "--lifetime", "1h");
        String deviceToken = containers.sluice("token", "--subject", "greenhouse", "--claim", "type=device");
        Certificate certificate = certificate();
        int device = numberOf("greenhouse", token, deviceToken);
        List<JsonNode> records = firstRecords();

        containers.stopAndStart();
        checkSame(token, deviceToken, device, records, certificate);
        containers.kill();
        assertThat(containers.exitCode()).isEqualTo(137);
        containers.start();
        checkSame(token, deviceToken, device, records, certificate);
        containers.replace();
        checkSame(token, deviceToken, device, records, certificate);
    }

    private void checkSame(
            String token, String deviceToken, int device, List<JsonNode> records, Certificate certificate)
            throws Exception {
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> get("http", 8080) == 200 && get("https", 8443) == 200);
        try (Client valve = valveClient("wss");
                Client panel = panelClient("ws")) {
            valve.next(message -> is(message, "event", "state"));
            panel.send("{\"id\":1,\"cmd\":\"unbind\",\"sys\":\"sys-1234\",\"mod\":\"Display\",\"name\":\"volume\"}");
            panel.next(message -> is(message, "type", "success"));
        }
        assertThat(firstRecords()).isEqualTo(records);
        assertThat(numberOf("greenhouse", token, deviceToken)).isEqualTo(device);
        assertThat(certificate()).isEqualTo(certificate);
    }

    /** The first three records of the simulated wearables, as a consumer is sent them again. */
    private List<JsonNode> firstRecords() throws Exception {
        List<JsonNode> records = new ArrayList<>();
        try (Client consumer = consumer("ws")) {
            consumer.next(message ->
                    message.path("op").asInt(-1) == 5 && message.path("seq").asLong(0) > 3);
            consumer.send("{\"op\":7,\"d\":{\"after\":0,\"before\":4}}");
            for (long number = 1; number <= 3; number++) {
                long wanted = number;
                records.add(consumer.next(message -> message.path("seq").asLong(0) == wanted));
            }
        }
        return records;
    }

    /** Sends a reading over HTTP, and looks under which number it is told. */
    private int numberOf(String device, String token, String deviceToken) throws Exception {
        try (Client news = newsClient("ws", token)) {
            news.send("{\"type\":\"subscribe\",\"channel\":\"telemetry\",\"metrics\":[\"dew\"]}");
            news.next(message -> is(message, "type", "subscription_confirmed"));
            String path = "/api/v1/devices/" + device + "/telemetry";
            for (int value = 1; value <= 2; value++) { // what makes the device come into being is no news yet
                HttpRequest reading = request(path)
                        .header("Authorization", "Bearer " + deviceToken)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"metric_name\":\"dew\",\"metric_value\":" + value + "}"))
                        .build();
                HttpResponse<String> answer = http.send(reading, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            return news.next(message -> is(message, "type", "telemetry_update"))
                    .path("device_id")
                    .asInt(0);
        }
    }

    private Client valveClient(String scheme) {
        String basic = Base64.getEncoder().encodeToString(("sluice:" + password).getBytes(UTF_8));
        return client(scheme, "/valve", Map.of("Authorization", "Basic " + basic));
    }

    private Client panelClient(String scheme) {
        return client(scheme, "/api/engine/v2/systems/control", Map.of("X-API-Key", panelKey));
    }

    private Client newsClient(String scheme, String token) throws InterruptedException {
        Client news = client(scheme, "/ws", Map.of());
        news.send("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
        assertThat(news.next(message -> is(message, "type", "auth_response"))
                        .path("success")
                        .asBoolean(false))
                .isTrue();
        return news;
    }

    private Client consumer(String scheme) throws Exception {
        HttpRequest request = request("/auth/developer")
                .header("dev-id", "simulator")
                .header("x-api-key", wearablesKey)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        String token = JSON.readTree(answer).path("token").asString("");
        Client consumer = client(scheme, "/connect", Map.of());
        consumer.next(message -> message.path("op").asInt(-1) == 2);
        consumer.send("{\"op\":3,\"d\":{\"token\":\"" + token + "\",\"type\":1}}");
        consumer.next(message -> message.path("op").asInt(-1) == 4);
        return consumer;
    }

    private Client client(String scheme, String path, Map<String, String> headers) {
        int port = containers.port(scheme.equals("wss") ? 8443 : 8080);
        return new Client(http, URI.create(scheme + "://localhost:" + port + path), headers);
    }

    /** Docker's proxy listens before the gateway does. */
    private int get(String scheme, int port) throws IOException, InterruptedException {
        URI address = URI.create(scheme + "://localhost:" + containers.port(port) + "/system");
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + containers.port(8080) + path))
                .timeout(Duration.ofSeconds(10));
    }

    private SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry("sluice", certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private Certificate certificate() throws Exception {
        return containers.file(
                "/var/lib/sluice/self-signed-certificate.pem",
                in -> CertificateFactory.getInstance("X.509").generateCertificate(in));
    }

    private static boolean is(JsonNode message, String field, String value) {
        return message.path(field).asString("").equals(value);
    }

    private static String generated(String log, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(log);
        assertThat(matcher.find()).as("the log says " + pattern).isTrue();
        return matcher.group(1);
    }
}
