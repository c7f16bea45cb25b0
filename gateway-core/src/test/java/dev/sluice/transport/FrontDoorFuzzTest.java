package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes on a new connection: HTTP comes back, or nothing yet; never an error of ours. */
class FrontDoorFuzzTest {
    private static final Pattern HTTP = Pattern.compile("(?s)(HTTP/1\\.1 [1-5][0-9][0-9] .*)?");

    /** The first byte says in which pieces the others come. */
    @MethodSource("requests")
    @FuzzTest
    void answersInHttpWhateverComes(byte[] input) {
        if (input == null || input.length == 0) {
            return;
        }
        byte[] bytes = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
        try (EmbeddedDoor door = new EmbeddedDoor()) {
            door.say(bytes, 1 + (input[0] & 0xff));
            String heard = new String(door.hear(), StandardCharsets.ISO_8859_1);
            assertThat(heard).matches(HTTP).doesNotContain("HTTP/1.1 500 ");
        }
    }

    static Stream<byte[]> requests() {
        return Stream.of(
                        RawSocket.HANDSHAKE.replace("/open", "/echo"),
                        RawSocket.HANDSHAKE.replace("Host: localhost", "Host: localhost\r\nOrigin: http://localhost"),
                        "GET / HTTP/1.1\r\nHost: a\r\n\r\nHEAD /echo HTTP/1.1\r\nHost: a\r\n\r\n",
                        "POST /auth/ticket HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.0\r\n\r\n",
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\nX: y\r\n\r\n",
                        "GET /%41%zz?a=%&ticket=x HTTP/1.1\r\nHost: [::1]:80\r\nCookie: a=b\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
                        "\r\nOPTIONS * HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
                .map(request -> ("\u0007" + request).getBytes(StandardCharsets.ISO_8859_1));
    }
}
