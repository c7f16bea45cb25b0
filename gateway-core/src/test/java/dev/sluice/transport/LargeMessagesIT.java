package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Limits;
import dev.sluice.testkit.TestGateway;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest messages, in one piece and in as many as there may be. */
class LargeMessagesIT {
    private static final int BIG = 16 * 1024 * 1024;
    private static final ResourceLeakDetector.Level SUSPICION = ResourceLeakDetector.getLevel();

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        // at its most suspicious it notes a stack trace for every four bytes that are unmasked
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        gateway = new TestGateway("""
                diagnostics: {echo: true}
                listeners: [{name: http, port: 0}]
                """, new EchoProtocol(Limits.DEFAULT).alone());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        ResourceLeakDetector.setLevel(SUSPICION);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, BIG})
    void echoesWholeMessagesOfAnyForm(int piece) throws Exception {
        byte[] message = new byte[BIG];
        new Random(7).nextBytes(message);
        try (RawSocket raw = connect("")) {
            for (int i = 0; i < BIG; i += piece) {
                int first = (i == 0 ? 0x02 : 0x00) | (i + piece == BIG ? 0x80 : 0x00);
                raw.write(RawSocket.frame(first, Arrays.copyOfRange(message, i, i + piece)));
            }
            RawSocket.Frame echo = raw.next();
            assertThat(echo.first()).isEqualTo(0x82);
            assertThat(echo.payload()).isEqualTo(message);
        }
    }

    @Test
    void compressesWhatItEchoes() throws Exception {
        String text = "grüße ".repeat(1000);
        byte[] zeros = new byte[BIG];
        try (RawSocket raw = connect("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            raw.write(RawSocket.text(text));
            assertThat(raw.readDeflated(BIG)).isEqualTo(text);
            raw.write(RawSocket.frame(0x82, zeros));
            RawSocket.Frame echo = raw.next();
            assertThat(echo.first()).isEqualTo(0xc2);
            assertThat(echo.payload()).hasSizeLessThan(BIG / 100);
            assertThat(Deflation.inflate(echo.payload(), echo.payload().length, BIG))
                    .contains(zeros);
        }
    }

    @Test
    void refusesAFragmentTooMany() throws Exception {
        byte[] fragment = RawSocket.frame(0x00, new byte[0]);
        byte[] thousand = new byte[fragment.length * 1024];
        for (int i = 0; i < 1024; i++) {
            System.arraycopy(fragment, 0, thousand, i * fragment.length, fragment.length);
        }
        try (RawSocket raw = connect("")) {
            raw.write(RawSocket.frame(0x01, new byte[0]));
            for (int i = 0; i < 64; i++) {
                raw.write(thousand);
            }
            assertThat(raw.readFrame()).isEqualTo("8 1008 message of more than 65536 fragments");
        }
    }

    private static RawSocket connect(String headers) throws IOException {
        return RawSocket.upgraded(gateway.port("http"), "/echo", headers);
    }
}
