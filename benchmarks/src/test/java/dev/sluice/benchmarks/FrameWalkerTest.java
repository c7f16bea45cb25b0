package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameWalkerTest {
    private final List<String> visited = new ArrayList<>();

    @Test
    void visitsEachFrameInOrder() throws IOException {
        ByteBuffer buffer = buffer("8102" + "6869" + "8900" + "8103" + "796f75");
        walk(buffer);
        assertThat(visited).containsExactly("1 hi", "9 ", "1 you");
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void understandsAllThreeLengths() throws IOException {
        String a = "61";
        walk(buffer("817d" + a.repeat(125)));
        walk(buffer("817e007e" + a.repeat(126)));
        walk(buffer("817f0000000000010000" + a.repeat(65536)));
        assertThat(visited).containsExactly("1 " + "a".repeat(125), "1 " + "a".repeat(126), "1 " + "a".repeat(65536));
    }

    @Test
    void takesALengthAbove32767AsPositive() throws IOException {
        walk(buffer("817e8000" + "61".repeat(32768)));
        assertThat(visited).containsExactly("1 " + "a".repeat(32768));
    }

    @Test
    void stopsBeforeAFrameThatIsNotCompleteWhereverItIsCut() throws IOException {
        String whole = "8102" + "6869";
        String cut = "817e0080" + "61".repeat(128);
        for (int bytes = 0; bytes < cut.length() / 2; bytes++) {
            visited.clear();
            ByteBuffer buffer = ByteBuffer.allocate(1024);
            buffer.put(HexFormat.of().parseHex(whole + cut.substring(0, bytes * 2)))
                    .flip();
            walk(buffer);
            assertThat(visited).containsExactly("1 hi");
            assertThat(buffer.remaining()).isEqualTo(bytes);
        }
    }

    @Test
    void refusesMaskedFragmentedAndReservedFrames() {
        for (String header : List.of("8182", "0102", "c102", "a102")) {
            assertThatThrownBy(() -> walk(buffer(header + "6869")))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("frame header: 0x%s 0x%s (expected: final, no reserved bit, no mask)"
                            .formatted(header.substring(0, 2), header.substring(2)));
        }
        assertThat(visited).isEmpty();
    }

    @Test
    void refusesAFrameThatNeverFitsIntoTheBuffer() {
        ByteBuffer small = ByteBuffer.allocate(100);
        small.put(HexFormat.of().parseHex("817e0061")).flip();
        assertThatThrownBy(() -> walk(small))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("frame length: 97 (expected: at most 96)");
    }

    @Test
    void takesALengthWithTheHighestBitAsTooLarge() {
        ByteBuffer buffer = buffer("817fffffffffffffffff");
        assertThatThrownBy(() -> walk(buffer))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("frame length: 18446744073709551615 (expected: at most 0)");
    }

    @Test
    void tellsWhichFramesAreCompressedWhereTheyMayBe() throws IOException {
        walk(buffer("c102" + "6869" + "8100"), true);
        assertThat(visited).containsExactly("65 hi", "1 ");
        assertThatThrownBy(() -> walk(buffer("a1026869"), true)).isInstanceOf(ProtocolException.class);
    }

    private void walk(ByteBuffer buffer) throws IOException {
        walk(buffer, false);
    }

    private void walk(ByteBuffer buffer, boolean compressed) throws IOException {
        FrameWalker.walk(buffer, compressed, (opcode, input, offset, length) -> {
            byte[] payload = new byte[length];
            input.get(offset, payload);
            visited.add(opcode + " " + new String(payload, StandardCharsets.UTF_8));
        });
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
