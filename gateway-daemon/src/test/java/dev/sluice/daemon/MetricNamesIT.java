package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The dashboard and the alerts ask for what a running gateway publishes, by exactly these names. */
class MetricNamesIT {
    private static final Path DOCKER = Path.of("..", "docker");
    private static final Pattern NAME = Pattern.compile("\\b(?:sluice|jvm|process|system)_[a-z0-9_]+");
    private static final Pattern PUBLISHED = Pattern.compile("^([a-z][a-z0-9_]*)[{ ]");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        GatewayConfig config = GatewayConfig.read(Optional.empty(), Map.of("SLUICE_ADMIN_PORT", "0"))
                .with(Optional.of(directory), OptionalInt.of(0), OptionalInt.of(0));
        gateway = Gateway.start(config);
        HttpRequest action = HttpRequest.newBuilder(admin("/api/devices/valve-1/actions/set-siren"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"on\":true}"))
                .build();
        assertThat(http.send(action, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void everyNameOfTheDashboardIsPublished() throws Exception {
        JsonNode dashboard =
                JsonMapper.shared().readTree(Files.readString(DOCKER.resolve("grafana/dashboards/sluice.json")));
        everyNameIsPublished(expressions(dashboard), 30);
    }

    @Test
    void everyNameOfTheAlertsIsPublished() throws Exception {
        JsonNode alerts = new YAMLMapper().readTree(Files.readString(DOCKER.resolve("prometheus/alerts.yml")));
        List<String> expressions = expressions(alerts);
        expressions.remove("up{job=\"sluice\"} == 0"); // Prometheus' own
        everyNameIsPublished(expressions, 10);
    }

    private void everyNameIsPublished(List<String> expressions, int atLeast) {
        assertThat(expressions).hasSizeGreaterThan(atLeast);
        Set<String> wanted = new TreeSet<>();
        for (String expression : expressions) {
            Matcher names = NAME.matcher(expression);
            assertThat(names.find()).as(expression).isTrue();
            do {
                wanted.add(names.group());
            } while (names.find());
        }
        System.gc(); // there is a time of collections only when there was one
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(published()).containsAll(wanted));
    }

    /** Everything below a key {@code expr}. */
    private static List<String> expressions(JsonNode node) {
        List<String> found = new ArrayList<>();
        node.findValues("expr").forEach(expression -> found.add(expression.stringValue()));
        return found;
    }

    private Set<String> published() throws IOException, InterruptedException {
        String scrape = http.send(HttpRequest.newBuilder(admin("/metrics")).build(), BodyHandlers.ofString())
                .body();
        Set<String> names = new TreeSet<>();
        scrape.lines().forEach(line -> {
            Matcher name = PUBLISHED.matcher(line);
            if (name.find()) {
                names.add(name.group(1));
            }
        });
        return names;
    }

    private URI admin(String path) {
        return URI.create(
                "http://127.0.0.1:" + gateway.admin().orElseThrow().address().getPort() + path);
    }
}
