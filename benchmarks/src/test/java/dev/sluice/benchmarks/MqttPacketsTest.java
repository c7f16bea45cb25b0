package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class MqttPacketsTest {
    @Test
    void writesPacketsAsTheStandardSays() {
        assertThat(MqttPackets.publish("a/b", "7"))
                .isEqualTo(ByteBuffer.wrap(new byte[] {0x30, 6, 0, 3, 'a', '/', 'b', '7'}));
        assertThat(MqttPackets.subscribe("#"))
                .isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0x82, 6, 0, 1, 0, 1, '#', 0}));
        assertThat(MqttPackets.connect("c"))
                .isEqualTo(ByteBuffer.wrap(new byte[] {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 1, 'c'}));
    }

    @Test
    void countsMessagesHoweverTheyArriveInPieces() {
        ByteBuffer all = ByteBuffer.allocate(1000)
                .put(MqttPackets.connect("c"))
                .put(MqttPackets.publish("a/b", "x".repeat(300)))
                .put(MqttPackets.publish("a", "1"))
                .flip();
        ByteBuffer input = ByteBuffer.allocate(1000);
        int messages = 0;
        while (all.hasRemaining()) {
            input.put(all.get()).flip();
            messages += MqttPackets.messages(input);
            input.compact();
        }
        assertThat(messages).isEqualTo(2);
        assertThat(input.position()).isZero();
    }

    @Test
    void findsTheNumberBehindAText() {
        NumberAfter number = new NumberAfter("\"v\":");
        assertThat(number.in(text("{\"v\":12345.0}"), 0, 13)).isEqualTo(12345);
        assertThat(number.in(text("{\"longer\":1,\"v\":7}"), 0, 18)).isEqualTo(7);
        assertThat(number.in(text("{\"v\":null}"), 0, 10)).isEqualTo(-1);
        assertThat(number.in(text("{\"w\":1}"), 0, 7)).isEqualTo(-1);
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
