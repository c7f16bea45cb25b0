package dev.sluice.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide shows the code that is compiled here, and not what it once was. */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "adapters.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "dev", "sluice", "example");

    @ParameterizedTest
    @ValueSource(strings = {"FanProvider.java", "FanAdapter.java", "Fan.java"})
    void showsTheSourceFileWithoutItsImports(String name) throws IOException {
        List<String> source = Files.readAllLines(SOURCES.resolve(name));
        String shown = String.join(
                "\n",
                source.stream()
                        .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                        .toList());
        assertThat(Files.readString(GUIDE))
                .as("`%s`, then its code", name)
                .contains("`" + name + "`\n\n```java\n" + shown.strip() + "\n```");
    }
}
