package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class MarkerTest {
    private final Marker marker = new Marker("\"event\":\"state\"");

    @Test
    void isFoundWhereverItIs() {
        assertThat(isIn("{\"event\":\"state\",\"data\":{}}")).isTrue();
        assertThat(isIn("{\"data\":{},\"event\":\"state\"}")).isTrue();
        assertThat(isIn("\"event\":\"state\"")).isTrue();
    }

    @Test
    void isFoundAgainAtAnotherPlaceThanLastTime() {
        assertThat(isIn("{\"data\":{},\"event\":\"state\"}")).isTrue();
        assertThat(isIn("{\"event\":\"state\"}")).isTrue();
    }

    @Test
    void isNotFoundInOtherMessages() {
        assertThat(isIn("{\"event\":\"telemetry\",\"data\":{}}")).isFalse();
        assertThat(isIn("{\"event\":\"states\"}")).isFalse();
        assertThat(isIn("")).isFalse();
    }

    @Test
    void isNotFoundOutsideOfTheMessage() {
        ByteBuffer buffer = ByteBuffer.wrap("{\"event\":\"state\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(marker.isIn(buffer, 2, buffer.limit() - 2)).isFalse();
        assertThat(marker.isIn(buffer, 0, buffer.limit() - 2)).isFalse();
        assertThat(marker.isIn(buffer, 1, buffer.limit() - 2)).isTrue();
    }

    @Test
    void mustNotBeEmpty() {
        assertThatThrownBy(() -> new Marker(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("marker: '' (expected: at least one character)");
    }

    private boolean isIn(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return marker.isIn(ByteBuffer.wrap(bytes), 0, bytes.length);
    }
}
