package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Limits;
import dev.sluice.testkit.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6455 and RFC 7692 by the letter: bytes in, frames out. Every conversation comes whole and byte by byte. */
class ConformanceIT {
    private static final String YAML = """
            diagnostics: {echo: true}
            listeners:
              - {name: http, port: 0}
              - {name: plain, port: 0, compression: off, protocols: [echo]}
            """;
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new TestGateway(YAML, new EchoProtocol(Limits.DEFAULT).alone());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** What a client says and what it must hear, frame by frame; a Close is the last of it. */
    record Case(String name, String headers, byte[] said, List<String> heard) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource({"framing", "fragmentation", "control", "texts", "closing", "compression"})
    void keepsToTheStandard(Case conversation) throws Exception {
        try (RawSocket whole = connect(conversation.headers)) {
            whole.write(conversation.said);
            assertHeard(whole, conversation.heard);
        }
        try (RawSocket chopped = connect(conversation.headers)) {
            for (int i = 0; i < Math.min(conversation.said.length, 2000); i++) {
                chopped.write(conversation.said[i]);
            }
            chopped.write(Arrays.copyOfRange(
                    conversation.said, Math.min(conversation.said.length, 2000), conversation.said.length));
            assertHeard(chopped, conversation.heard);
        }
    }

    private static RawSocket connect(String headers) throws IOException {
        return RawSocket.upgraded(gateway.port("http"), "/echo", headers);
    }

    private static void assertHeard(RawSocket raw, List<String> heard) throws IOException {
        for (String expected : heard) {
            assertThat(raw.readFrame()).startsWith(expected);
        }
        raw.endOutput();
        if (heard.isEmpty() || !heard.get(heard.size() - 1).startsWith("8")) {
            return;
        }
        assertThat(raw.isAtEnd()).as("nothing behind the Close").isTrue();
    }

    static Stream<Case> framing() {
        List<Case> cases = new ArrayList<>();
        for (int length : new int[] {0, 1, 125, 126, 127, 128, 65_535, 65_536, 65_537}) {
            String text = "*".repeat(length);
            cases.add(good("text of " + length, RawSocket.text(text), "1 " + text));
            cases.add(good("binary of " + length, RawSocket.frame(0x82, bytes(text)), "2 " + text));
        }
        for (int bits = 1; bits < 8; bits++) {
            for (int opcode : new int[] {1, 2, 8, 9, 10}) {
                cases.add(bad("reserved bits " + bits, RawSocket.frame(0x80 | bits << 4 | opcode, bytes("x")), 1002));
            }
        }
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            cases.add(bad("opcode " + opcode, RawSocket.frame(0x80 | opcode, bytes("x")), 1002));
            cases.add(bad("unfinished opcode " + opcode, RawSocket.frame(opcode, new byte[0]), 1002));
        }
        cases.add(bad("text without mask", hex("810178"), 1002));
        cases.add(bad("ping without mask", hex("8900"), 1002));
        cases.add(bad("close without mask", hex("880203e8"), 1002));
        cases.add(bad("125 in two bytes", hex("81fe007d11223344"), 1002));
        cases.add(bad("0 in two bytes", hex("81fe000011223344"), 1002));
        cases.add(bad("65535 in eight bytes", hex("81ff000000000000ffff11223344"), 1002));
        cases.add(bad("5 in eight bytes", hex("81ff000000000000000511223344"), 1002));
        cases.add(bad("a negative length", hex("81ffffffffffffffffff11223344"), 1002));
        cases.add(bad("one byte too long", hex("81ff000000000100000111223344"), 1009));
        cases.add(bad("endless", hex("81ff7fffffffffffffff11223344"), 1009));
        return cases.stream();
    }

    static Stream<Case> fragmentation() {
        byte[] ping = RawSocket.frame(0x89, bytes("!"));
        return Stream.of(
                good("two", join(start("ab"), end("cd")), "1 abcd"),
                good("binary", join(RawSocket.frame(0x02, bytes("ab")), end("cd")), "2 abcd"),
                good("empty ones", join(start(""), more(""), end("")), "1 "),
                good("empty ones around one", join(start(""), more("x"), end("")), "1 x"),
                good("a ping between", join(start("ab"), ping, end("cd")), "10 !", "1 abcd"),
                good("a pong between", join(start("ab"), RawSocket.frame(0x8a, bytes("?")), end("cd")), "1 abcd"),
                good("two messages", join(start("a"), end("b"), start("c"), end("d")), "1 ab", "1 cd"),
                good("a close between", join(start("a"), close(1000, "")), "8 1000"),
                bad("continuation of nothing", end("x"), 1002),
                bad("unfinished continuation of nothing", more("x"), 1002),
                bad("continuation of what was finished", join(RawSocket.text("x"), end("x")), 1002, "1 x"),
                bad("text inside a text", join(start("a"), RawSocket.text("b")), 1002),
                bad("binary inside a text", join(start("a"), RawSocket.frame(0x82, bytes("b"))), 1002),
                bad("beginning inside a text", join(start("a"), start("b")), 1002));
    }

    static Stream<Case> control() {
        byte[] most = bytes("p".repeat(125));
        byte[] much = bytes("p".repeat(126));
        byte[] noText = {0, (byte) 0xff, (byte) 0xfe};
        return Stream.of(
                good("ping", RawSocket.frame(0x89, new byte[0]), "10 "),
                good("ping with content", RawSocket.frame(0x89, most), "10 " + "p".repeat(125)),
                good("ping with any bytes", RawSocket.frame(0x89, noText), "10 \u0000"),
                good("pong that nobody wanted", join(RawSocket.frame(0x8a, most), RawSocket.text("x")), "1 x"),
                good(
                        "ten pings",
                        join(IntStream.range(0, 10)
                                .mapToObj(i -> RawSocket.frame(0x89, bytes("" + i)))
                                .toArray(byte[][]::new)),
                        IntStream.range(0, 10).mapToObj(i -> "10 " + i).toArray(String[]::new)),
                bad("ping too long", RawSocket.frame(0x89, much), 1002),
                bad("pong too long", RawSocket.frame(0x8a, much), 1002),
                bad("fragmented ping", RawSocket.frame(0x09, bytes("x")), 1002),
                bad("fragmented pong", RawSocket.frame(0x0a, bytes("x")), 1002),
                bad("fragmented close", RawSocket.frame(0x08, new byte[] {3, (byte) 0xe8}), 1002));
    }

    static Stream<Case> texts() {
        List<Case> cases = new ArrayList<>();
        for (String good :
                List.of("κόσμε", "\u0000", "\u0080\u07ff\u0800\uffff", "\ud800\udc00\udbff\udfff", "\ufeff￾")) {
            cases.add(good("text " + good, RawSocket.text(good), "1 " + good));
            byte[][] pieces = new byte[bytes(good).length + 1][];
            for (int i = 0; i < bytes(good).length; i++) {
                pieces[i] = RawSocket.frame(i == 0 ? 0x01 : 0x00, new byte[] {bytes(good)[i]});
            }
            pieces[bytes(good).length] = end("");
            cases.add(good("text in single bytes " + good, join(pieces), "1 " + good));
        }
        for (String bad : List.of(
                "80",
                "bf",
                "c0af",
                "c1bf",
                "c2",
                "e0",
                "e080af",
                "e09fbf",
                "e282",
                "eda080",
                "edbfbf",
                "f0808080",
                "f08fbfbf",
                "f09d84",
                "f4908080",
                "f5808080",
                "f8",
                "fe",
                "ff",
                "c328",
                "e28228",
                "f09d8428",
                "ceba80")) {
            cases.add(bad("no text " + bad, RawSocket.frame(0x81, hex(bad)), 1007));
            cases.add(bad("no text behind text " + bad, join(start("text"), RawSocket.frame(0x80, hex(bad))), 1007));
        }
        cases.add(bad("no text before the end", join(start("text"), RawSocket.frame(0x00, hex("c328"))), 1007));
        cases.add(bad(
                "no text, split", join(RawSocket.frame(0x01, hex("f09d")), RawSocket.frame(0x00, hex("8428"))), 1007));
        cases.add(bad(
                "a surrogate, split", join(RawSocket.frame(0x01, hex("ed")), RawSocket.frame(0x00, hex("a0"))), 1007));
        return cases.stream();
    }

    static Stream<Case> closing() {
        List<Case> cases = new ArrayList<>();
        cases.add(good("close without code", RawSocket.frame(0x88, new byte[0]), "8 "));
        for (int code :
                new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999}) {
            cases.add(good("close with " + code, close(code, "why"), "8 " + code + " "));
        }
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32_768, 65_535}) {
            cases.add(bad("close with " + code, close(code, ""), 1002));
        }
        byte[] reason = join(new byte[] {3, (byte) 0xe8}, hex("ceba80"));
        cases.add(good("longest reason", close(1000, "r".repeat(123)), "8 1000 "));
        cases.add(bad("reason too long", close(1000, "r".repeat(124)), 1002));
        cases.add(bad("half a code", RawSocket.frame(0x88, new byte[] {3}), 1002));
        cases.add(bad("reason that is no text", RawSocket.frame(0x88, reason), 1007));
        cases.add(good("text behind a close", join(close(1000, ""), RawSocket.text("x")), "8 1000 "));
        cases.add(good("ping behind a close", join(close(1000, ""), RawSocket.frame(0x89, bytes("x"))), "8 1000 "));
        cases.add(good("two closes", join(close(1000, ""), close(1001, "")), "8 1000 "));
        cases.add(good("much behind a close", join(close(1000, ""), RawSocket.text("x".repeat(300_000))), "8 1000 "));
        cases.add(good("a message, then a close", join(RawSocket.text("x"), close(4000, "")), "1 x", "8 4000 "));
        cases.add(bad("rubbish behind what was wrong", join(end("x"), hex("ffffffffffff"), close(1000, "")), 1002));
        return cases.stream();
    }

    static Stream<Case> compression() {
        List<Case> cases = new ArrayList<>();
        Map<String, String> hello = Map.of( // the examples of RFC 7692, section 7.2.3
                "one block", "f248cdc9c90700",
                "a block that is not compressed", "000500faff48656c6c6f00",
                "a last block", "f348cdc9c9070000",
                "two blocks", "f248050000 00ffffcac9c90700".replace(" ", ""),
                "a last block, then another", "f348cdc9c90700" + "00");
        hello.forEach((name, hex) -> cases.add(deflated(name, RawSocket.frame(0xc1, hex(hex)), "1 Hello")));
        byte[] parts = join(RawSocket.frame(0x41, hex("f248cd")), RawSocket.frame(0x80, hex("c9c90700")));
        cases.add(deflated("in fragments", parts, "1 Hello"));
        cases.add(deflated("binary", RawSocket.frame(0xc2, hex("f248cdc9c90700")), "2 Hello"));
        cases.add(deflated("empty", RawSocket.frame(0xc1, hex("00")), "1 "));
        cases.add(deflated("not compressed after all", RawSocket.text("Hello"), "1 Hello"));
        for (String bad : List.of(
                "f248cd", "f248cdc9c907", "000500faff4865", "f348cdc9c90700ff", "f348cdc9c9070000ff", "07", "ff")) {
            cases.add(deflated("no stream: " + bad, RawSocket.frame(0xc1, hex(bad)), "8 1007 "));
        }
        cases.add(deflated("stream that is no text", RawSocket.frame(0xc1, hex("000200fdffc32800")), "8 1007 "));
        cases.add(deflated("RSV1 on a continuation", join(start("a"), RawSocket.frame(0xc0, bytes("b"))), "8 1002 "));
        for (int control : new int[] {0xc8, 0xc9, 0xca}) {
            cases.add(deflated("RSV1 on control frame " + control, RawSocket.frame(control, new byte[0]), "8 1002 "));
        }
        for (int first : new int[] {0xa1, 0x91, 0xe1, 0xd1, 0xf1}) {
            cases.add(deflated("bits " + first, RawSocket.frame(first, hex("f248cdc9c90700")), "8 1002 "));
        }
        return cases.stream();
    }

    @Test
    void refersToNothingOutsideOfASmallerWindow() throws Exception {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9\r\n";
        try (RawSocket raw = connect(offer)) {
            raw.write(RawSocket.text("w".repeat(512)));
            assertThat(raw.readDeflated(512)).isEqualTo("w".repeat(512));
            raw.write(RawSocket.text("w".repeat(513)));
            assertThat(raw.readFrame()).isEqualTo("1 " + "w".repeat(513));
        }
    }

    @Test
    void compressesNothingOnAListenerThatSaysSo() throws Exception {
        try (RawSocket raw = new RawSocket(gateway.port("plain"))) {
            raw.write(RawSocket.HANDSHAKE.replace("/open", "/echo").replaceFirst("Host", DEFLATE + "Host"));
            assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("extensions");
            raw.write(RawSocket.frame(0xc1, hex("f248cdc9c90700")));
            assertThat(raw.readFrame()).startsWith("8 1002 ");
        }
    }

    @Test
    void echoesNothingUnlessTheConfigurationSaysSo() throws Exception {
        try (TestGateway silent = new TestGateway(new EchoProtocol(Limits.DEFAULT).alone());
                RawSocket raw = new RawSocket(silent.port("http"))) {
            raw.write(RawSocket.HANDSHAKE.replace("/open", "/echo"));
            assertThat(raw.readAll()).startsWith("HTTP/1.1 404 ");
        }
    }

    private static Case good(String name, byte[] said, String... heard) {
        return new Case(name, "", said, List.of(heard));
    }

    /** The client hears what it may hear, then a Close. */
    private static Case bad(String name, byte[] said, int code, String... before) {
        return new Case(
                name,
                "",
                said,
                Stream.concat(Stream.of(before), Stream.of("8 " + code + " ")).toList());
    }

    private static Case deflated(String name, byte[] said, String heard) {
        return new Case("deflate: " + name, DEFLATE, said, List.of(heard));
    }

    private static byte[] start(String text) {
        return RawSocket.frame(0x01, bytes(text));
    }

    private static byte[] more(String text) {
        return RawSocket.frame(0x00, bytes(text));
    }

    private static byte[] end(String text) {
        return RawSocket.frame(0x80, bytes(text));
    }

    private static byte[] close(int code, String reason) {
        return RawSocket.frame(0x88, join(new byte[] {(byte) (code >>> 8), (byte) code}, bytes(reason)));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
