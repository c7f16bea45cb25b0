package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SeriesTest {
    private final Series series = new Series(3);

    private String values(long now) {
        ObjectNode json = Json.object();
        series.write(json, now, 1);
        return json.path("start").asString() + " " + json.path("values");
    }

    @Test
    void isARing() {
        for (int span = 10; span < 20; span++) {
            series.put(span, span);
        }
        assertThat(values(19)).isEqualTo("17 [17.0,18.0,19.0]");
        assertThat(values(20)).isEqualTo("18 [18.0,19.0]");
    }

    @Test
    void beginsAnewAfterALongSilence() {
        series.put(10, 1);
        series.put(1_000_000_000_000L, 2);
        assertThat(values(1_000_000_000_000L)).isEqualTo("1000000000000 [2.0]");
    }

    @Test
    void takesALateValueAndAClockThatWasSetBack() {
        series.put(10, 1);
        series.put(9, 2);
        assertThat(values(10)).isEqualTo("9 [2.0,1.0]");
        series.put(2, 3);
        assertThat(values(2)).isEqualTo("2 [3.0]");
    }
}
