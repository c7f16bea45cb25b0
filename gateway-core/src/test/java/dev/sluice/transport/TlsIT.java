package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.Config;
import dev.sluice.protocol.Limits;
import dev.sluice.testkit.ManualScheduler;
import dev.sluice.testkit.TestGateway;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS listeners with certificates that change, clients that have some of their own, and clients that speak no TLS at all. */
class TlsIT {
    /** A ClientHello of TLS 1.1, with two cipher suites that it had and no extensions. */
    private static final String HELLO_1_1 =
            "160301002f" + "0100002b" + "0302" + "00".repeat(32) + "00" + "0004c013002f" + "0100";

    private final EchoProtocol echo = new EchoProtocol(Limits.DEFAULT);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "openssl"})
    void givesNewConnectionsTheNewCertificateAndLeavesOpenOnesAlone(String engine) throws Exception {
        X509Bundle first = certificate("first");
        try (TestGateway gateway = gateway(engine, "");
                SSLSocket before = connect(gateway)) {
            assertThat(shown(before)).isEqualTo(first.getCertificate());
            X509Bundle second = certificate("second");
            gateway.server().reconfigure(transport(engine, ""), Map.of());
            await().until(() -> shown(gateway).equals(second.getCertificate()));
            assertThat(request(before)).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "openssl"})
    void keepsTheOldCertificateWhenTheNewPairIsBrokenAndSaysWhy(String engine) throws Exception {
        X509Bundle first = certificate("first");
        try (LogLines log = new LogLines();
                TestGateway gateway = gateway(engine, "")) {
            Files.writeString(directory.resolve("cert.pem"), bundle("other").getCertificatePathPEM());
            gateway.server().reconfigure(transport(engine, ""), Map.of());
            await().until(() -> log.lines().stream()
                    .anyMatch(line -> line.startsWith("WARN listener https: the certificate stays as it was: ")
                            && line.contains("key.pem is not the key of ")));
            assertThat(shown(gateway)).isEqualTo(first.getCertificate());
            Files.writeString(directory.resolve("key.pem"), "no key");
            gateway.server().reconfigure(transport(engine, ""), Map.of());
            await().until(() -> log.lines().stream().anyMatch(line -> line.contains("key.pem holds no key")));
            assertThat(shown(gateway)).isEqualTo(first.getCertificate());
        }
    }

    @Test
    void looksAtTheFilesEveryFewSeconds() throws Exception {
        certificate("first");
        ManualScheduler clock = new ManualScheduler();
        Tls tls = Tls.of(transport("jdk", "").listeners().get(0), TransportConfig.TlsEngine.JDK, directory, clock)
                .orElseThrow();
        TlsRenewal renewal = new TlsRenewal(Map.of("https", tls), clock);
        try (LogLines log = new LogLines()) {
            clock.advance(Duration.ofSeconds(5));
            await().until(() -> clock.pending() == 1);
            assertThat(log.lines()).isEmpty();
            certificate("second");
            clock.advance(Duration.ofSeconds(5));
            await().until(() ->
                    log.lines().stream().anyMatch(line -> line.contains("listener https: new certificate")));
        }
        renewal.close();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void makesTheSelfSignedCertificateAnewBeforeItEnds() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        Config yaml = Config.parse("test", "listeners: [{name: own, tls: self-signed}]", directory, Map.of());
        ListenerConfig listener =
                TransportConfig.read(yaml, List.of()).listeners().get(0);
        Tls tls = Tls.of(listener, TransportConfig.TlsEngine.JDK, directory, clock)
                .orElseThrow();
        Path file = directory.resolve("self-signed-certificate.pem");
        String first = Files.readString(file);
        clock.advance(Duration.ofDays(780));
        tls.refresh();
        assertThat(Files.readString(file)).isEqualTo(first);
        clock.advance(Duration.ofDays(20));
        try (LogLines log = new LogLines()) {
            tls.refresh();
            assertThat(Files.readString(file)).isNotEqualTo(first);
            assertThat(log.lines()).anyMatch(line -> line.contains("listener own: new certificate"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "openssl"})
    void wantsClientsToShowACertificateWhereThatIsRequired(String engine) throws Exception {
        certificate("server");
        X509Bundle authority = authority("ours");
        Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
        X509Bundle panel = client().buildIssuedBy(authority);
        X509Bundle stranger = client().buildIssuedBy(authority("ours")); // by name only
        String clients = ", client-ca: " + directory.resolve("ca.pem");
        try (LogLines log = new LogLines();
                TestGateway gateway = gateway(engine, clients)) {
            try (SSLSocket known = connect(gateway, panel.toKeyManagerFactory().getKeyManagers())) {
                assertThat(request(known)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(log.lines()).anyMatch(line -> line.contains("shows the certificate of CN=panel-1"));
            assertRefused(gateway, null);
            assertRefused(gateway, stranger.toKeyManagerFactory().getKeyManagers());
        }
        try (TestGateway gateway = gateway(engine, clients + ", client-auth: optional")) {
            try (SSLSocket nobody = connect(gateway)) {
                assertThat(request(nobody)).startsWith("HTTP/1.1 200 ");
            }
            assertRefused(gateway, stranger.toKeyManagerFactory().getKeyManagers());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "openssl"})
    void takesACertificatesNameWhereItIsToldToAndNobodyElseHasSaidWhoItIs(String engine) throws Exception {
        certificate("server");
        X509Bundle authority = authority("ours");
        Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
        KeyManager[] panel = client().addSanUriName("spiffe://house/panel-1")
                .buildIssuedBy(authority)
                .toKeyManagerFactory()
                .getKeyManagers();
        String clients = ", client-ca: " + directory.resolve("ca.pem") + ", client-auth: optional";
        try (TestGateway gateway = gateway(engine, clients)) {
            assertThat(who(gateway, "/open", "", panel)).isEqualTo("anonymous");
            gateway.server().reconfigure(transport(engine, clients + ", client-principal: san-uri"), Map.of());
            await().until(() -> who(gateway, "/open", "", panel).equals("spiffe://house/panel-1"));
            assertThat(who(gateway, "/open", "")).isEqualTo("anonymous");
            assertThat(who(gateway, "/secret", "Authorization: Basic YWRhOnNlY3JldA==\r\n", panel))
                    .isEqualTo("ada");
            assertThat(ticket(gateway, panel)).startsWith("HTTP/1.1 401 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "openssl"})
    void losesNothingOfItsLastWordsWhenAClientGoesOnSending(String engine) throws Exception {
        certificate("server");
        try (TestGateway gateway = gateway(engine, "");
                RawSocket raw = RawSocket.upgraded(new RawSocket(connect(gateway)), "/open", "")) {
            raw.write(RawSocket.text("burst 20"));
            raw.write(RawSocket.text("the last"));
            raw.write((byte) 0x81, (byte) 1, (byte) 'x'); // not masked
            for (int i = 0; i < 100; i++) {
                raw.write(new byte[16 * 1024]); // what it has sent already, and is not read any more as frames
            }
            for (int i = 0; i < 20; i++) {
                assertThat(raw.readFrame()).startsWith("1 xxx");
            }
            assertThat(raw.readFrame()).isEqualTo("1 the last");
            assertThat(raw.readFrame()).startsWith("8 1002 ");
            assertThat(raw.isAtEnd()).isTrue();
        }
    }

    /** What the gateway calls whoever connects so. */
    private static String who(TestGateway gateway, String path, String headers, KeyManager... keys) throws Exception {
        try (RawSocket raw = RawSocket.upgraded(new RawSocket(connect(gateway, keys)), path, headers)) {
            return raw.write(RawSocket.text("who")).readFrame().substring("1 ".length());
        }
    }

    /** The answer to who wants a ticket and shows no more than a certificate. */
    private static String ticket(TestGateway gateway, KeyManager... keys) throws Exception {
        try (RawSocket raw = new RawSocket(connect(gateway, keys))) {
            return raw.write(
                            "POST /auth/ticket HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .readAll();
        }
    }

    /** With TLS 1.3 a client learns only after its own handshake that the server does not want it. */
    private static void assertRefused(TestGateway gateway, KeyManager[] keys) throws Exception {
        assertThatThrownBy(() -> {
                    try (SSLSocket socket = connect(gateway, keys)) {
                        assertThat(request(socket)).isNotEmpty();
                    }
                })
                .isInstanceOfAny(IOException.class, AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "openssl"})
    void speaksVersions12And13AndNoOlderOne(String engine) throws Exception {
        certificate("server");
        try (TestGateway gateway = gateway(engine, "")) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket socket = unconnected(gateway, null)) {
                    socket.setEnabledProtocols(new String[] {version});
                    assertThat(request(socket)).startsWith("HTTP/1.1 200 ");
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                }
            }
            try (Socket old = new Socket(InetAddress.getLoopbackAddress(), gateway.port("https"))) {
                old.getOutputStream().write(java.util.HexFormat.of().parseHex(HELLO_1_1));
                byte[] answer = old.getInputStream().readAllBytes();
                assertThat(answer)
                        .as("an alert, fatal, protocol version")
                        .startsWith(0x15)
                        .endsWith(2, 70);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "openssl"})
    void endsWhatIsNotTlsAtOnceAndSaysWhyWithoutQuotingIt(String engine) throws Exception {
        certificate("server");
        try (LogLines log = new LogLines();
                TestGateway gateway = gateway(engine, "")) {
            for (String text : List.of("GET /?token=geheim HTTP/1.1\r\n\r\n", "\0\1\2\3geheim, and more of it")) {
                try (RawSocket raw = new RawSocket(gateway.port("https"))) {
                    raw.write(text);
                    assertThat(raw.readAll()).doesNotContain("HTTP/");
                }
            }
            await().until(() -> log.lines().stream()
                            .filter(line -> line.startsWith("INFO refused a connection from 127.0.0.1:")
                                    && line.endsWith(": not TLS (expected: https or wss on this port)"))
                            .count()
                    == 2);
            String hex = java.util.HexFormat.of().formatHex("geheim".getBytes(StandardCharsets.US_ASCII));
            assertThat(log.lines()).noneMatch(line -> line.contains("geheim") || line.contains(hex));
        }
    }

    @Test
    void doesNotWaitForEverForAHandshake() throws Exception {
        certificate("server");
        try (LogLines log = new LogLines();
                TestGateway gateway = gateway("jdk, limits: {tls-time: 50ms}", "");
                RawSocket raw = new RawSocket(gateway.port("https"))) {
            assertThat(raw.isAtEnd()).isTrue();
            await().until(() -> log.lines().stream().anyMatch(line -> line.endsWith("no TLS handshake in time")));
        }
    }

    // ---- gateways

    private TestGateway gateway(String engine, String more) {
        return new TestGateway(yaml(engine, more), echo.alone());
    }

    private TransportConfig transport(String engine, String more) {
        return TransportConfig.read(Config.parse("test", yaml(engine, more), directory, Map.of()), List.of("echo"));
    }

    private String yaml(String engine, String more) {
        return "listeners: [{name: https, port: 0, tls: files, certificate: " + directory.resolve("cert.pem")
                + ", key: " + directory.resolve("key.pem") + more + "}]\ntransport: {tls-engine: " + engine + "}";
    }

    // ---- certificates

    private X509Bundle certificate(String name) throws Exception {
        X509Bundle bundle = bundle(name);
        Files.writeString(directory.resolve("cert.pem"), bundle.getCertificatePathPEM());
        Files.writeString(directory.resolve("key.pem"), bundle.getPrivateKeyPEM());
        return bundle;
    }

    private static X509Bundle bundle(String name) throws Exception {
        return common("CN=" + name).addSanDnsName("localhost").buildIssuedBy(authority("authority"));
    }

    private static X509Bundle authority(String name) throws Exception {
        return common("CN=" + name).setIsCertificateAuthority(true).buildSelfSigned();
    }

    private static CertificateBuilder client() {
        return common("CN=panel-1").addExtendedKeyUsageClientAuth();
    }

    private static CertificateBuilder common(String subject) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .notBefore(now.minusSeconds(86_400))
                .notAfter(now.plusSeconds(86_400))
                .subject(subject);
    }

    // ---- clients

    private static SSLSocket connect(TestGateway gateway, KeyManager... keys) throws Exception {
        SSLSocket socket = unconnected(gateway, keys);
        socket.startHandshake();
        return socket;
    }

    private static SSLSocket unconnected(TestGateway gateway, KeyManager[] keys) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys, new TrustManager[] {new TrustsAnybody()}, null);
        SSLSocket socket = (SSLSocket)
                tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), gateway.port("https"));
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static X509Certificate shown(TestGateway gateway) throws Exception {
        try (SSLSocket socket = connect(gateway)) {
            return shown(socket);
        }
    }

    private static X509Certificate shown(SSLSocket socket) throws SSLException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    /** The head of the answer to a request. */
    private static String request(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /hello/ada HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
