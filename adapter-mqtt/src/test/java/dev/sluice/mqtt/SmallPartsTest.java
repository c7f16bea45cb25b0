package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Topics, templates, moments, waits: what is pure. */
class SmallPartsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "a/b, a/b/c, false",
        "a/+, a/b, true",
        "a/+, a, false",
        "a/+/c, a//c, true",
        "a/#, a, true",
        "a/#, a/b/c, true",
        "#, a, true",
        "#, $SYS/a, false",
        "$SYS/#, $SYS/a, true",
        "+/+, a/b, true",
        "+, a/b, false"
    })
    void aFilterMatchesAsTheStandardSays(String filter, String topic, boolean matches) {
        assertThat(Topics.matches(filter, topic)).isEqualTo(matches);
    }

    @Test
    void aTemplateTakesArgumentsAsTextAndAsJson() {
        PayloadTemplate template =
                new PayloadTemplate("{\"p\":${position:json},\"q\":\"${position}\",\"r\":${gone:json}}${gone}");

        assertThat(template.arguments()).containsExactly("gone", "position");
        assertThat(template.fill(Map.of("position", JSON.stringNode("o\"n"))))
                .isEqualTo("{\"p\":\"o\\\"n\",\"q\":\"o\"n\",\"r\":null}");
        assertThat(template.fill(Map.of("position", JSON.numberNode(5), "gone", JSON.booleanNode(true))))
                .isEqualTo("{\"p\":5,\"q\":\"5\",\"r\":true}true");
    }

    @Test
    void anArgumentsTextIsNotReadAsATemplate() {
        assertThat(new PayloadTemplate("${a}${b}")
                        .fill(Map.of("a", JSON.stringNode("${b}"), "b", JSON.stringNode("x"))))
                .isEqualTo("${b}x");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
        "2026-01-01T01:00:00.5+01:00, 2026-01-01T00:00:00.5Z",
        "2026-01-01T00:00:00.123456, 2026-01-01T00:00:00.123456Z",
        "1767225600, 2026-01-01T00:00:00Z",
        "1767225600.25, 2026-01-01T00:00:00.250Z",
        "1767225600250, 2026-01-01T00:00:00.250Z"
    })
    void aMomentIsReadInAllItsForms(String said, Instant moment) {
        assertThat(Moment.read(said)).contains(moment);
        assertThat(Moment.read(JSON.stringNode(said))).contains(moment);
    }

    @ParameterizedTest
    @CsvSource({"''", "yesterday", "2026-13-01T00:00:00Z", "-1", "NaN", "1e300", "T"})
    void whatIsNoMomentIsNone(String said) {
        assertThat(Moment.read(said)).isEmpty();
    }

    @Test
    void waitsDoubleUpToTheLongestAndBeginAnew() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), () -> 0);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waits.add(backoff.next().toSeconds());
        }
        assertThat(waits).containsExactly(1L, 2L, 4L, 5L, 5L);

        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void chanceShortensAWaitByAQuarterAtMost() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), () -> 1);
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(750));
    }
}
