package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.protocol.Payload;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a compressed message: restored within the limit, or refused; and whatever we compress comes back. */
class DeflationFuzzTest {
    private static final int LIMIT = 10_000;

    @MethodSource("messages")
    @FuzzTest
    void restoresOrRefusesWhateverComes(byte[] input) throws DataFormatException {
        if (input == null) {
            return;
        }
        try {
            Optional<byte[]> restored = Deflation.inflate(input, input.length, LIMIT);
            assertThat(restored.map(bytes -> bytes.length).orElse(0)).isLessThanOrEqualTo(LIMIT);
        } catch (DataFormatException e) {
            assertThat(e).as("refused").isNotNull();
        }
        byte[] compressed = Payload.binary(input).deflated();
        assertThat(Deflation.inflate(compressed, compressed.length, input.length))
                .hasValueSatisfying(back -> assertThat(back).isEqualTo(input));
    }

    static Stream<byte[]> messages() {
        return Stream.of(
                        "00",
                        "f248cdc9c90700",
                        "f348cdc9c9070000",
                        "000500faff48656c6c6f00",
                        "f24805000000ffffcac9c90700")
                .map(HexFormat.of()::parseHex);
    }
}
