package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.WsClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a daemon in a process of its own writes to its log, as its file says. */
class LogFormatIT {
    private static final String CONFIG = """
            listeners: [{name: http, port: 0}]
            journal: {durability: memory}
            """;

    @TempDir
    private Path directory;

    @Test
    void writesAJsonObjectForEachLineWhereTheFileSaysSo() throws Exception {
        List<JsonNode> lines = run("log: {format: json, level: debug}\n").stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
        JsonNode opened = lines.stream()
                .filter(line -> line.path("message").stringValue("").contains(" opened: endrpi "))
                .findFirst()
                .orElseThrow();
        assertThat(opened.path("session").isString()).isTrue();
        assertThat(opened.path("protocol").stringValue()).isEqualTo("endrpi");
        assertThat(opened.path("principal").stringValue()).isEqualTo("anonymous");
        assertThat(opened.path("address").stringValue()).startsWith("127.0.0.1:");
        assertThat(lines).anyMatch(line -> line.path("code").intValue(0) == 1000);
    }

    @Test
    void writesTextOtherwiseAndNoMoreThanItIsAskedFor() throws Exception {
        assertThat(run("")).anyMatch(line -> line.contains(" INFO  session ") && line.contains(" opened: endrpi "));
        assertThat(run("log: {level: warn}\n")).isEmpty();
    }

    /** Lets a client come and go; the lines of the log. */
    private List<String> run(String log) throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("sluice.yaml"), CONFIG + log);
        Path file = directory.resolve("log");
        Files.deleteIfExists(file);
        try (ChildDaemon daemon = ChildDaemon.start(config, directory.resolve("data"), file)) {
            try (WsClient client = WsClient.connect(HttpClient.newHttpClient(), daemon.uri("/endrpi"), Map.of())) {
                client.send("{\"action\":\"READ_TEMPERATURE\"}").next();
            }
            assertThat(daemon.stop()).isZero();
        }
        return Files.readAllLines(file);
    }
}
