package dev.sluice.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

class ExcerptTest {
    private static final String FACE = "\uD83D\uDE00";

    @Test
    void keepsAHundredCharacters() {
        assertThat(Excerpt.of("x".repeat(100))).isEqualTo("x".repeat(100));
        assertThat(Excerpt.of("x".repeat(101))).isEqualTo("x".repeat(100) + "…");
    }

    @Test
    void neverCutsACharacterInHalf() {
        assertThat(Excerpt.of("x".repeat(99) + FACE)).isEqualTo("x".repeat(99) + "…");
        assertThat(Excerpt.of("x".repeat(98) + FACE + "y")).isEqualTo("x".repeat(98) + FACE + "…");
    }

    @Test
    void showsValuesAsJson() {
        assertThat(Excerpt.of(StringNode.valueOf("a\"b"))).isEqualTo("\"a\\\"b\"");
    }
}
