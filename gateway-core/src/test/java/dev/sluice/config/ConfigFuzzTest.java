package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text as a configuration: values within their ranges, or problems; never an exception. */
class ConfigFuzzTest {
    @MethodSource("files")
    @FuzzTest
    void readsOrComplainsWhateverIsWritten(byte[] input) {
        if (input == null) {
            return;
        }
        Config config = Config.parse("fuzz", new String(input, StandardCharsets.UTF_8), Path.of(""), Map.of());
        for (Config listener : config.list("listeners")) {
            assertThat(listener.integer("port", 1, 0, 65_535)).isBetween(0, 65_535);
            listener.networks("allow", Networks.everywhere());
            listener.path("certificate");
            listener.choice("tls", "off", List.of("off", "files"));
        }
        Config limits = config.section("protocols").section("valve").section("limits");
        assertThat(limits.bytes("message-size", 16, 16, 1024)).isBetween(16L, 1024L);
        assertThat(limits.duration("idle", Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1)))
                .isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
        config.flag("enabled", true);
        config.texts("origins", List.of());
        assertThat(config.problems())
                .allSatisfy(problem -> assertThat(problem.toString()).startsWith("fuzz"));
    }

    static Stream<byte[]> files() {
        return Stream.of(
                        "listeners:\n  - {name: a, port: 80, tls: off, allow: [10.0.0.0/8, 'fd00::/8']}\n",
                        "protocols: {valve: {limits: {message-size: 1KiB, idle: 250ms}}}\nenabled: true\n",
                        "origins: ['*']\n? a\n: b\n--- \n",
                        "a: &x [*x]\nb: !!int '1'\n<<: {c: d}\n",
                        "\"\\u0000\": |\n  text\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
