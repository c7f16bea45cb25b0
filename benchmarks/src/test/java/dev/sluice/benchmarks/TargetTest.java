package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TargetTest {
    @Test
    void takesAnyLoopbackAddress() throws UnknownHostException {
        for (String hex : List.of("7f000001", "7f010203", "7ffffffe", "0".repeat(31) + "1")) {
            InetSocketAddress address = address(hex);
            assertThat(new Target(address, "/", List.of(), false).address()).isEqualTo(address);
        }
    }

    @Test
    void refusesEveryOtherAddress() throws UnknownHostException {
        for (String hex :
                List.of("00000000", "0a000001", "c0a80001", "08080808", "80000001", "7effffff", "0".repeat(32))) {
            InetSocketAddress address = address(hex);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Target(address, "/", List.of(), false))
                    .withMessage(
                            "target: " + address.getHostString() + " (expected: an address in 127.0.0.0/8, or ::1)");
        }
    }

    @Test
    void refusesANameThatWasNotResolved() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Target(InetSocketAddress.createUnresolved("device.example", 80), "/", List.of(), false))
                .withMessage("target: device.example (expected: an address in 127.0.0.0/8, or ::1)");
    }

    @Test
    void refusesHeadersThatWouldBreakTheRequest() {
        for (String header : List.of("Authorization", "A: b\r\nC: d", "A B: c", "A: \u00fc")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Target.of(80, "/", header))
                    .withMessage("header: '" + header + "' (expected: Name: value, in ASCII)");
        }
    }

    @Test
    void refusesAPathThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of(80, "valve"))
                .withMessage("path: 'valve' (expected: a text that begins with /)");
    }

    @Test
    void asksForAnUpgrade() {
        assertThat(Target.of(8080, "/valve", "Authorization: Basic dXNlcjpwYXNz")
                        .upgradeRequest())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("""
                        GET /valve HTTP/1.1\r
                        Host: localhost:8080\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Key: c2x1aWNlLWJlbmNobWFyaw==\r
                        Authorization: Basic dXNlcjpwYXNz\r
                        \r
                        """);
    }

    @Test
    void knowsTheAcceptKeyOfTheStandardsExample() {
        assertThat(Target.acceptKey("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    private static InetSocketAddress address(String hex) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(HexFormat.of().parseHex(hex)), 8080);
    }
}
