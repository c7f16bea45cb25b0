package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.Payload;
import dev.sluice.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflationTest {
    private static final String BOTH = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate;client_max_window_bits=15 ; server_no_context_takeover",
                "x-webkit-deflate-frame, Permessage-Deflate; client_no_context_takeover",
            })
    void acceptsTheFirstOfferThatItCanKeep(String offers) {
        assertThat(negotiate(offers)).contains(BOTH);
    }

    @Test
    void namesTheWindowWhereTheClientDid() {
        assertThat(negotiate("permessage-deflate; server_max_window_bits=\"15\""))
                .contains(BOTH + "; server_max_window_bits=15");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "permessage-bzip2",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_no_context_takeover=1",
                "permessage-deflate; level=9",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
            })
    void declinesWhatItCannotKeep(String offers) {
        assertThat(negotiate(offers)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "1, 10", "10, 10", "1023, 100000", "1024, 100000", "1025, 1025", "50000, 50000"})
    void restoresWhatAPayloadHasCompressed(int length, int limit) throws DataFormatException {
        String text = "äb".repeat(length).substring(0, length).replace('ä', 'c');
        Payload payload = Payload.of(text);
        byte[] compressed = payload.deflated();
        assertThat(payload.deflated()).isSameAs(compressed);
        assertThat(Deflation.inflate(compressed, compressed.length, limit))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(text.getBytes(StandardCharsets.UTF_8)));
        if (length > 0) {
            assertThat(Deflation.inflate(compressed, compressed.length, length - 1))
                    .isEmpty();
        }
    }

    @Test
    void givesUpOnABombAsSoonAsTheLimitIsReached() throws DataFormatException {
        byte[] bomb = Payload.of("0".repeat(10_000_000)).deflated();
        assertThat(bomb.length).isLessThan(20_000);
        assertThat(Deflation.inflate(bomb, bomb.length, 8192)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9})
    void takesNoMessageWhoseEndIsMissing(int level) throws DataFormatException {
        String text = "a message of which every byte matters, said twice, said twice: " + "0123456789".repeat(20);
        byte[] whole = compressed(text.getBytes(StandardCharsets.UTF_8), level);
        assertThat(Deflation.inflate(whole, whole.length, 1000)).isPresent();
        for (int length = level == 0 ? 2 : 0; length < whole.length; length++) { // a single 0 is the empty message
            int cut = length;
            assertThatThrownBy(() -> Deflation.inflate(whole, cut, 1000))
                    .as("%d of %d bytes", cut, whole.length)
                    .isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void takesNothingBehindALastBlock() {
        byte[] hello = HexFormat.of().parseHex("f348cdc9c90700" + "ff");
        assertThatThrownBy(() -> Deflation.inflate(hello, hello.length, 100)).isInstanceOf(DataFormatException.class);
    }

    private static byte[] compressed(byte[] bytes, int level) {
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(bytes);
        byte[] out = new byte[2000];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    @Test
    void compressesNoMoreThanFitsTheWindowItAgreedTo() {
        assertThat(negotiate("permessage-deflate; server_max_window_bits=9"))
                .contains(BOTH + "; server_max_window_bits=9");
        assertThat(Deflation.negotiate(offering("permessage-deflate; server_max_window_bits=9"))
                        .orElseThrow()
                        .longest())
                .isEqualTo(512);
    }

    @Test
    void saysSoIfItIsNoDeflateStream() {
        byte[] noise = {7, 7, 7, 7, 7, 7};
        assertThatThrownBy(() -> Deflation.inflate(noise, noise.length, 100)).isInstanceOf(DataFormatException.class);
    }

    private static Optional<String> negotiate(String offers) {
        return Deflation.negotiate(offering(offers)).map(Deflation::answer);
    }

    private static Request offering(String offers) {
        return Request.get("/").withHeader("Sec-WebSocket-Extensions", offers);
    }
}
