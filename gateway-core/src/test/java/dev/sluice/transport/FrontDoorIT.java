package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.protocol.Limits;
import dev.sluice.testkit.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the front door refuses: requests that can be read in two ways, bad handshakes, pages of strangers. */
class FrontDoorIT {
    private static final String SECRET = "s3cr3t-t0ken";
    private static final String YAML = """
            origins: ['https://panel.example', 'null']
            listeners:
              - {name: http, port: 0}
              - {name: all, port: 0, origins: ['*']}
            """;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new TestGateway(YAML, new EchoProtocol(Limits.DEFAULT).alone());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Line breaks are those of the text: {@code |} stands for CR LF, {@code ↓} for LF, {@code ←} for CR, {@code ○} for NUL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /body HTTP/1.1|Host: a|Content-Length: 4|Transfer-Encoding: chunked||0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 4||0||",
                "POST /body HTTP/1.1|Host: a|Content-Length: 4|Content-Length: 5||abcde",
                "POST /body HTTP/1.1|Host: a|Content-Length: 4|Content-Length: 4||abcd",
                "POST /body HTTP/1.1|Host: a|Content-Length: 4, 4||abcd",
                "POST /body HTTP/1.1|Host: a|Content-Length: +4||abcd",
                "POST /body HTTP/1.1|Host: a|Content-Length: -4||abcd",
                "POST /body HTTP/1.1|Host: a|Content-Length: 0x4||abcd",
                "POST /body HTTP/1.1|Host: a|Content-Length: 4 4||abcd",
                "POST /body HTTP/1.1|Host: a|Content-Length: 99999999999999999999||abcd",
                "POST /body HTTP/1.1|Host: a|Content-Length:||abcd",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: gzip||abcd",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked||0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chunked, chunked||0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: identity||0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding:||0||",
                "POST /body HTTP/1.0|Host: a|Transfer-Encoding: chunked||0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chunked||xyz|",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chunked||-1|a|0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chunked||4|abcdX|0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chunked||4↓abcd|0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chunked||4;a↓b|abcd|0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding : chunked||0||",
                "POST /body HTTP/1.1|Host: a|Transfer-Encoding: chu←nked||0||",
                "GET /hello/a HTTP/1.1|Host: a|X: b| c||",
                "GET /hello/a HTTP/1.1|Host: a|X: b|\tc||",
                "GET /hello/a HTTP/1.1| Host: a||",
                "GET /hello/a HTTP/1.1|Host : a||",
                "GET /hello/a HTTP/1.1|Host: a|: b||",
                "GET /hello/a HTTP/1.1|Host: a|X b||",
                "GET /hello/a HTTP/1.1|Host: a|X(: b||",
                "GET /hello/a HTTP/1.1↓Host: a||",
                "GET /hello/a HTTP/1.1|Host: a↓X: b||",
                "GET /hello/a HTTP/1.1|Host: a|X: b↓↓",
                "GET /hello/a HTTP/1.1|Host: a|X: b←c||",
                "GET /hello/a HTTP/1.1|Host: a|X: b←||",
                "GET /hello/a HTTP/1.1|Host: a|X: b○c||",
                "GET /hello/a○b HTTP/1.1|Host: a||",
                "○GET /hello/a HTTP/1.1|Host: a||",
                " GET /hello/a HTTP/1.1|Host: a||",
                "GET /hello/a HTTP/1.1||",
                "GET /hello/a HTTP/1.1|Host: a|Host: a||",
                "GET /hello/a HTTP/1.1|Host:||",
                "GET /hello/a HTTP/1.1|Host: a, b||",
                "GET /hello/a HTTP/1.1|Host: a/b||",
                "GET /hello/a HTTP/1.1|Host: user@a||",
                "GET /hello/a HTTP/1.1|Host: a:b||",
                "GET /hello/a HTTP/1.0|Host: a|Host: b||",
                "GET  HTTP/1.1|Host: a||",
                "GET /hello/a|Host: a||",
                "GET /hello/a HTTP/one|Host: a||",
            })
    void refusesARequestThatCouldBeReadInTwoWaysAndNothingBehindItIsLookedAt(String shape) throws Exception {
        String request =
                shape.replace("|", "\r\n").replace("↓", "\n").replace("←", "\r").replace("○", "\0");
        String behind = "GET /hello/behind HTTP/1.1\r\nHost: a\r\n\r\n";
        try (RawSocket whole = new RawSocket(gateway.port("http"));
                RawSocket chopped = new RawSocket(gateway.port("http"))) {
            whole.write(request + behind);
            assertThat(whole.readAll()).startsWith("HTTP/1.1 400 ").doesNotContain("hello");
            for (int i = 0; i < request.length(); i++) {
                chopped.write(request.substring(i, i + 1));
            }
            chopped.write(behind);
            assertThat(chopped.readAll()).startsWith("HTTP/1.1 400 ").doesNotContain("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\nGET /hello/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /hello/a HTTP/1.1\r\nHost: [::1]:8080\r\nConnection: close\r\n\r\n",
                "GET /hello/a HTTP/1.1\r\nhost:a\r\nX: \t b\tc \r\nConnection: close\r\n\r\n",
                "GET /hello/a HTTP/1.0\r\n\r\n",
            })
    void answersWhatIsWellFormed(String request) throws Exception {
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            assertThat(raw.write(request).readAll()).startsWith("HTTP/1.1 200 ").endsWith("hello a");
        }
    }

    @Test
    void readsAChunkedBodyAndTheRequestBehindIt() throws Exception {
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            String chunked = "POST /body HTTP/1.1|Host: a|Transfer-Encoding: Chunked||5;x=y|#|0|Trailer: x||";
            String next = "GET /hello/b HTTP/1.1|Host: a|Connection: close||";
            raw.write((chunked + next).replace("|", "\r\n").replace("#", "\r\n\0\r\r"));
            assertThat(raw.readAll()).containsSubsequence("POST 5", "hello b");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /open                  | POST /open                                             | 400",
                "HTTP/1.1                   | HTTP/1.0                                               | 400",
                "Upgrade: websocket         | X: y                                                   | 426",
                "Upgrade: websocket         | Upgrade: websockets                                    | 426",
                "Upgrade: websocket         | Upgrade: h2c                                           | 426",
                "Connection: Upgrade        | X: y                                                   | 400",
                "Connection: Upgrade        | Connection: keep-alive                                 | 400",
                "Connection: Upgrade        | Connection: upgraded                                   | 400",
                "Sec-WebSocket-Version: 13  | X: y                                                   | 426",
                "Sec-WebSocket-Version: 13  | Sec-WebSocket-Version: 12                              | 426",
                "Sec-WebSocket-Version: 13  | Sec-WebSocket-Version: 8, 13                           | 426",
                "Sec-WebSocket-Version: 13  | Sec-WebSocket-Version: 130                             | 426",
                "dGhlIHNhbXBsZSBub25jZQ==   | ''                                                     | 400",
                "dGhlIHNhbXBsZSBub25jZQ==   | dGhlIHNhbXBsZSBub25j                                   | 400",
                "dGhlIHNhbXBsZSBub25jZQ==   | dGhlIHNhbXBsZSBub25jZQ                                 | 400",
                "dGhlIHNhbXBsZSBub25jZQ==   | dGhlIHNhbXBsZSBub25jZWU=                               | 400",
                "dGhlIHNhbXBsZSBub25jZQ==   | dGhlIHNhbXBsZSBub25jZ!==                               | 400",
                "Sec-WebSocket-Key:         | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Key: | 400",
                "Sec-WebSocket-Key:         | X:                                                     | 400",
                "Host: localhost            | X: y                                                   | 400",
                "Host: localhost            | Host: localhost~Host: localhost                        | 400",
                "Host: localhost            | Host: local host                                       | 400",
                "Host: localhost            | Host: localhost~Content-Length: 2                      | 400",
                "Host: localhost            | Host: localhost~Transfer-Encoding: chunked             | 400",
                "/open                      | /nowhere                                               | 404",
            })
    void refusesAHandshakeThatIsNotByTheLetter(String part, String other, int status) throws Exception {
        String request = RawSocket.HANDSHAKE.replace(part, other.replace("~", "\r\n"));
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            raw.write(request.getBytes(StandardCharsets.UTF_8));
            raw.write(RawSocket.text("x"));
            raw.endOutput();
            String answer = raw.readAll();
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            if (status == 426) {
                assertThat(answer).containsIgnoringCase("\r\nsec-websocket-version: 13\r\n");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Connection: Upgrade | Connection: keep-alive, upgrade",
                "Connection: Upgrade | Connection: keep-alive~Connection: UPGRADE",
                "Upgrade: websocket  | Upgrade: h2c, WebSocket",
                "Upgrade: websocket  | upgrade:WEBSOCKET",
                "Host: localhost     | Host: localhost~Content-Length: 0",
            })
    void acceptsAHandshakeInAnyDress(String part, String other) throws Exception {
        assertThat(handshake("http", RawSocket.HANDSHAKE.replace(part, other.replace("~", "\r\n"))))
                .startsWith("HTTP/1.1 101 ");
    }

    @Test
    void upgradesNothingThatWasSentBehindAnotherRequest() throws Exception {
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            raw.write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n" + RawSocket.HANDSHAKE);
            raw.endOutput();
            assertThat(raw.readAll()).startsWith("HTTP/1.1 404 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d",
                "HTTP://LOCALHOST:%d",
                "https://panel.example",
                "https://panel.example:443",
                "null"
            })
    void admitsPagesOfTheSameOriginAndOfThoseListed(String origin) throws Exception {
        int port = gateway.port("http");
        String said = origin.formatted(port);
        String host = said.contains("127.0.0.1") ? "127.0.0.1:" + port : "localhost:" + port;
        assertThat(from("http", host, said)).startsWith("HTTP/1.1 101 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://localhost",
                "https://localhost:%d",
                "http://localhost:%d.evil.example",
                "file://",
                "''"
            })
    void refusesPagesOfOtherOriginsByName(String origin) throws Exception {
        int port = gateway.port("http");
        String said = origin.formatted(port);
        assertThat(from("http", "localhost:" + port, said))
                .startsWith("HTTP/1.1 403 ")
                .contains("pages of '" + said + "' are not admitted here");
        assertThat(from("all", "localhost:" + port, said)).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void takesNoNameForItselfThatSomebodyElseMayHaveMadeToPointHere() throws Exception {
        assertThat(from(
                        "http",
                        "rebound.example:" + gateway.port("http"),
                        "http://rebound.example:" + gateway.port("http")))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void letsPagesOfOtherOriginsChangeNothingByPlainHttp() throws Exception {
        String request = "%s /body HTTP/1.1\r\nHost: a\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n";
        assertThat(handshakeToEnd(request.formatted("POST")))
                .startsWith("HTTP/1.1 403 ")
                .contains("http://evil.example");
        assertThat(handshakeToEnd(request.formatted("GET"))).startsWith("HTTP/1.1 200 ");
    }

    private static String handshakeToEnd(String request) throws IOException {
        try (RawSocket raw = new RawSocket(gateway.port("http"))) {
            return raw.write(request).readAll();
        }
    }

    private static String from(String listener, String host, String origin) throws IOException {
        String request = RawSocket.HANDSHAKE.replace("Host: localhost", "Host: " + host + "\r\nOrigin: " + origin);
        try (RawSocket raw = new RawSocket(gateway.port(listener))) {
            raw.write(request);
            raw.endOutput();
            return raw.readAll();
        }
    }

    private static String handshake(String listener, String request) throws IOException {
        try (RawSocket raw = new RawSocket(gateway.port(listener))) {
            return raw.write(request).readHead();
        }
    }

    @Test
    void makesNoErrorOfAClientThatLeavesInTheMiddleOfABody() throws Exception {
        try (LogLines log = LogLines.ofEverything()) {
            RawSocket raw = new RawSocket(gateway.port("http"));
            raw.write("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
                    .close();
            await().until(() -> log.whole().stream().anyMatch(line -> line.contains("Channel closed while still")));
            assertThat(log.errors()).isEmpty();
        }
    }

    @Test
    void logsNoQuery() throws Exception {
        try (LogLines log = LogLines.ofEverything()) {
            for (String path : List.of("/open", "/secret", "/nowhere", "/hello/a", "/broken", "/%zz", "/a b")) {
                String query = path + "?ticket=" + SECRET + "&bearer_token=" + SECRET + "&api-key=" + SECRET;
                try (RawSocket socket = new RawSocket(gateway.port("http"));
                        RawSocket page = new RawSocket(gateway.port("http"))) {
                    socket.write(RawSocket.HANDSHAKE.replace("/open", query));
                    socket.write(RawSocket.text("fail")).endOutput();
                    socket.readAll();
                    page.write("GET " + query + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                    page.readAll();
                }
            }
            assertThat(log.whole()).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .doesNotContain(SECRET));
        }
    }
}
