package dev.sluice.testkit;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceBus;
import dev.sluice.device.LocalDeviceBus;
import dev.sluice.device.SystemScheduler;
import dev.sluice.journal.Durability;
import dev.sluice.journal.Journal;
import dev.sluice.journal.JournalSettings;
import dev.sluice.journal.MemoryJournal;
import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Services;
import dev.sluice.transport.GatewayServer;
import dev.sluice.transport.GuessLimit;
import dev.sluice.transport.ListenException;
import dev.sluice.transport.TransportConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A real gateway on ports that the system chooses: the transport with a plain and a TLS listener, a bus, the protocols under
 * test, and users whose password is {@link Stage#PASSWORD}.
 */
public final class TestGateway implements AutoCloseable {
    private static final String LISTENERS = """
            listeners:
              - {name: http, port: 0}
              - {name: https, port: 0, tls: self-signed}
            """;

    private final Path dataDirectory;
    private final SystemScheduler scheduler = new SystemScheduler("test-scheduler");
    private final LocalDeviceBus bus = new LocalDeviceBus(scheduler, Duration.ofSeconds(10));
    private final FakeAuthenticator authenticator = new FakeAuthenticator();
    private final Journal journal =
            new MemoryJournal(new JournalSettings(Durability.MEMORY, 100_000, Duration.ofHours(24)), scheduler, 1);
    private final GatewayServer server;
    private final List<GatewayServer.Bound> listeners;
    private final HttpClient http;

    /** Starts a gateway for {@code protocols} with loopback listeners. */
    public TestGateway(Map<String, Protocol> protocols) {
        this(LISTENERS, protocols);
    }

    /**
     * Starts a gateway.
     *
     * @param yaml the configuration's keys {@code listeners} and {@code transport}
     * @param protocols in the order in which they are asked
     */
    public TestGateway(String yaml, Map<String, Protocol> protocols) {
        try {
            dataDirectory = Files.createTempDirectory("sluice-test");
            Config config = Config.parse("test", yaml, dataDirectory, Map.of());
            TransportConfig transport = TransportConfig.read(config, new ArrayList<>(protocols.keySet()));
            if (!config.problems().isEmpty()) {
                throw new IllegalArgumentException(config.problems().toString());
            }
            Services services = new Services(bus, authenticator, journal, scheduler);
            Map<String, Protocol.Service> served = new LinkedHashMap<>();
            protocols.forEach((name, protocol) -> served.put(name, protocol.serve(services)));
            GuessLimit guesses = new GuessLimit(transport.limits(), scheduler);
            server = new GatewayServer(transport, dataDirectory, served, bus, scheduler, guesses);
            listeners = server.start();
            http = client();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ListenException | GeneralSecurityException e) {
            scheduler.close();
            throw new IllegalStateException(e);
        }
    }

    /** A client that trusts the gateway's certificate, if it has one, and checks it. */
    private HttpClient client() throws IOException, GeneralSecurityException {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofMinutes(1));
        Path certificate = dataDirectory.resolve("self-signed-certificate.pem");
        if (Files.exists(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            try (InputStream in = Files.newInputStream(certificate)) {
                trusted.setCertificateEntry(
                        "sluice", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            builder.sslContext(tls);
        }
        return builder.build();
    }

    public DeviceBus bus() {
        return bus;
    }

    public SystemScheduler scheduler() {
        return scheduler;
    }

    public FakeAuthenticator authenticator() {
        return authenticator;
    }

    public Journal journal() {
        return journal;
    }

    /** An HTTP client that trusts this gateway's certificate. */
    public HttpClient http() {
        return http;
    }

    public GatewayServer server() {
        return server;
    }

    /** The port of a listener by its name: {@code http} or {@code https} unless the test configured others. */
    public int port(String listener) {
        return listeners.stream()
                .filter(bound -> bound.config().name().equals(listener))
                .findFirst()
                .orElseThrow()
                .address()
                .getPort();
    }

    public URI ws(String path) {
        return URI.create("ws://127.0.0.1:" + port("http") + path);
    }

    public URI wss(String path) {
        return URI.create("wss://localhost:" + port("https") + path);
    }

    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + port("http") + path);
    }

    public URI https(String path) {
        return URI.create("https://localhost:" + port("https") + path);
    }

    /** Connects over the plain listener. */
    public WsClient connect(String path, Map<String, String> headers) {
        return WsClient.connect(http, ws(path), headers);
    }

    @Override
    public void close() {
        server.close();
        scheduler.close();
        try (Stream<Path> files = Files.walk(dataDirectory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
