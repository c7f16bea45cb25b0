package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Limits;
import dev.sluice.protocol.Payload;
import dev.sluice.testkit.TestGateway;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compression on the wire. */
class DeflationIT {
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

    private final TestGateway gateway = new TestGateway(
            new EchoProtocol(Limits.DEFAULT.withMessageBytes(5000), List.of("/open", "/compressed")).alone());

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void compressesForWhoOffersItWhereTheEndpointWantsIt() throws Exception {
        String text = "grüße ".repeat(100);
        try (RawSocket raw = connect("/compressed", true)) {
            raw.write(RawSocket.frame(0xc1, Payload.of(text).deflated()));
            assertThat(raw.readDeflated(5000)).isEqualTo(text);
            raw.write(RawSocket.text("short"));
            assertThat(raw.readFrame()).isEqualTo("1 short");
            byte[] parts = Payload.of("short, in parts").deflated();
            raw.write(RawSocket.frame(0x41, Arrays.copyOf(parts, 5)));
            raw.write(RawSocket.frame(0x80, Arrays.copyOfRange(parts, 5, parts.length)));
            assertThat(raw.readFrame()).isEqualTo("1 short, in parts");
        }
    }

    @Test
    void compressesNothingForOthers() throws Exception {
        String text = "x".repeat(1000);
        try (RawSocket plain = connect("/compressed", false);
                RawSocket elsewhere = connect("/open", true)) {
            assertThat(plain.write(RawSocket.text(text)).readFrame()).isEqualTo("1 " + text);
            assertThat(elsewhere.write(RawSocket.text(text)).readFrame()).isEqualTo("1 " + text);
            plain.write(RawSocket.frame(0xc1, Payload.of("no").deflated()));
            assertThat(plain.readFrame()).startsWith("8 1002");
        }
    }

    @Test
    void boundsWhatAMessageTakesOnceRestored() throws Exception {
        try (RawSocket raw = connect("/compressed", true)) {
            raw.write(RawSocket.frame(0xc1, Payload.of("0".repeat(1_000_000)).deflated()));
            assertThat(raw.readFrame()).isEqualTo("8 1009 message of more than 5000 bytes");
        }
    }

    @Test
    void closesWhenCompressedDataOrReservedBitsAreWrong() throws Exception {
        try (RawSocket noise = connect("/compressed", true);
                RawSocket control = connect("/compressed", true);
                RawSocket other = connect("/compressed", true)) {
            noise.write(RawSocket.frame(0xc1, new byte[] {7, 7, 7, 7, 7, 7}));
            assertThat(noise.readFrame()).isEqualTo("8 1007 compressed message that is no whole deflate stream");
            control.write(RawSocket.frame(0xc9, new byte[0]));
            assertThat(control.readFrame()).startsWith("8 1002");
            other.write(RawSocket.frame(0xa1, new byte[0]));
            assertThat(other.readFrame()).startsWith("8 1002");
        }
    }

    private RawSocket connect(String path, boolean offer) throws IOException {
        RawSocket raw = new RawSocket(gateway.port("http"));
        String handshake = RawSocket.HANDSHAKE.replace("/open", path);
        raw.write(offer ? handshake.replaceFirst("Host", OFFER + "Host") : handshake);
        String head = raw.readHead();
        assertThat(head).startsWith("HTTP/1.1 101 ");
        assertThat(head.toLowerCase(Locale.ROOT).contains("permessage-deflate"))
                .isEqualTo(offer && path.equals("/compressed"));
        return raw;
    }
}
