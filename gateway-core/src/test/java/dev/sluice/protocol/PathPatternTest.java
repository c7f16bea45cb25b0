package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PathPatternTest {
    @Test
    void matchesLiterallyAndByPart() {
        assertThat(PathPattern.of("/").match("/")).contains(Map.of());
        assertThat(PathPattern.of("/valve").match("/valve")).contains(Map.of());
        assertThat(PathPattern.of("/valve/{device}").match("/valve/v-1")).contains(Map.of("device", "v-1"));
        assertThat(PathPattern.of("/a/{x}/b/{y}").match("/a/1/b/2")).contains(Map.of("x", "1", "y", "2"));
    }

    @Test
    void doesNotMatchMoreLessOrEmptyParts() {
        assertThat(PathPattern.of("/valve").match("/valve/")).isEmpty();
        assertThat(PathPattern.of("/valve/").match("/valve")).isEmpty();
        assertThat(PathPattern.of("/valve/{device}").match("/valve/")).isEmpty();
        assertThat(PathPattern.of("/valve/{device}").match("/valve/a/b")).isEmpty();
        assertThat(PathPattern.of("/").match("/x")).isEmpty();
        assertThat(PathPattern.of("/valve/{device}").match("/valv")).isEmpty();
    }
}
