package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations in {@code docs/examples}, beside the files that have to be there when they are read. */
class ExampleConfigsTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");

    @TempDir
    private Path directory;

    @BeforeEach
    void makesFilesThatHaveToBeThere() throws IOException {
        for (String name : List.of("broker-ca.pem", "mqtt-password")) {
            Files.writeString(directory.resolve(name), "secret\n");
        }
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void areAccepted(Path example) throws IOException {
        Path copy = Files.copy(example, directory.resolve("sluice.yaml"));
        assertThat(GatewayConfig.read(Optional.of(copy), Map.of()).problems()).isEmpty();
    }

    /** Whoever takes an example gets no simulated devices, and what is said in clear stays in named networks. */
    @ParameterizedTest
    @MethodSource("examples")
    void serveInClearOnlyWhoIsNear(Path example) throws IOException {
        Path copy = Files.copy(example, directory.resolve("sluice.yaml"));
        GatewayConfig config = GatewayConfig.read(Optional.of(copy), Map.of());
        assertThat(config.adapters()).isNotEmpty().doesNotContainKey("simulator");
        assertThat(config.transport().listeners())
                .filteredOn(listener -> !listener.secure())
                .allSatisfy(listener -> {
                    assertThat(listener.protocols()).hasSize(1);
                    assertThat(listener.allow()).isNotEqualTo(Networks.everywhere());
                });
    }
}
