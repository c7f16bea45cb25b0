package dev.sluice.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener's TLS: versions 1.2 and 1.3, certificate and key from PEM files, which are read again when they change. New
 * connections get the new certificate, open ones stay as they are; files that are no good change nothing.
 *
 * <p>{@link #terms} is for any thread; the rest is called by one at a time.
 */
final class Tls {
    private static final Logger log = LoggerFactory.getLogger(Tls.class);
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final Path dataDirectory;
    private final InstantSource clock;
    private final SslProvider provider;
    private ListenerConfig listener;
    private String stamp = "";
    private volatile Terms terms;

    private Tls(ListenerConfig listener, TransportConfig.TlsEngine engine, Path dataDirectory, InstantSource clock)
            throws ListenException, IOException {
        this.listener = listener;
        this.dataDirectory = dataDirectory;
        this.clock = clock;
        this.provider = provider(engine);
        Sources files = files();
        this.stamp = files.stamp();
        this.terms = terms(files);
    }

    /**
     * What a listener needs for TLS, if it has TLS.
     *
     * @throws ListenException if a file cannot be read or holds something else
     */
    static Optional<Tls> of(
            ListenerConfig listener, TransportConfig.TlsEngine engine, Path dataDirectory, InstantSource clock)
            throws ListenException {
        if (!listener.secure()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Tls(listener, engine, dataDirectory, clock));
        } catch (IOException e) {
            throw new ListenException("listener " + listener.name() + ": " + e.getMessage());
        }
    }

    private static SslProvider provider(TransportConfig.TlsEngine engine) throws ListenException {
        if (engine == TransportConfig.TlsEngine.JDK) {
            return SslProvider.JDK;
        }
        if (OpenSsl.isAvailable()) {
            log.debug("TLS by {}", OpenSsl.versionString());
            return SslProvider.OPENSSL;
        }
        if (engine == TransportConfig.TlsEngine.OPENSSL) {
            throw new ListenException("transport.tls-engine: openssl is not available here: "
                    + OpenSsl.unavailabilityCause().getMessage() + " (expected: auto or jdk)");
        }
        log.debug("TLS by the JDK");
        return SslProvider.JDK;
    }

    /** For a new connection: what holds at the moment. */
    Terms terms() {
        return terms;
    }

    /**
     * On which terms a connection is served, whatever comes later.
     *
     * @param clients whose certificates are asked for, if any are
     */
    record Terms(SslContext context, Optional<ListenerConfig.ClientCertificates> clients) {
        SslHandler handler(ByteBufAllocator allocator, Duration patience) {
            SslHandler handler = context.newHandler(allocator);
            handler.setHandshakeTimeoutMillis(patience.toMillis());
            return handler;
        }
    }

    /** Reads the files again if they look different; what is wrong with them is logged once. */
    void refresh() {
        try {
            Sources files = files();
            String now = files.stamp();
            if (!now.equals(stamp)) {
                stamp = now;
                terms = terms(files);
                log.info("listener {}: new certificate, {}", listener.name(), files.certificate);
            }
        } catch (IOException | RuntimeException e) { // of an engine that takes a key for less than we do
            log.warn("listener {}: the certificate stays as it was: {}", listener.name(), e.getMessage());
        }
    }

    /** Takes other files from now on, if they are good. */
    void follow(ListenerConfig next) {
        listener = next;
        refresh();
    }

    private Sources files() throws IOException {
        if (listener.tls() == ListenerConfig.Tls.FILES) {
            return new Sources(
                    listener.certificate().orElseThrow(), listener.key().orElseThrow(), listener.clients());
        }
        try {
            SelfSignedCertificate own = SelfSignedCertificate.in(dataDirectory, clock);
            return new Sources(own.certificate(), own.key(), listener.clients());
        } catch (IOException e) {
            throw new IOException("no self-signed certificate in " + dataDirectory + ": " + e.getMessage(), e);
        }
    }

    private Terms terms(Sources files) throws IOException {
        ServerCertificate own = ServerCertificate.read(files.certificate, files.key);
        warnIfNotInForce(files.certificate, own.chain().get(0));
        SslContextBuilder builder = SslContextBuilder.forServer(
                        own.key(), own.chain().toArray(new X509Certificate[0]))
                .sslProvider(provider)
                .protocols(VERSIONS);
        if (files.clients.isPresent()) {
            ListenerConfig.ClientCertificates clients = files.clients.get();
            builder.trustManager(ServerCertificate.certificates(clients.authorities())
                            .toArray(new X509Certificate[0]))
                    .clientAuth(
                            clients.mode() == ListenerConfig.ClientCertificates.Mode.REQUIRED
                                    ? ClientAuth.REQUIRE
                                    : ClientAuth.OPTIONAL);
        }
        return new Terms(builder.build(), files.clients);
    }

    private void warnIfNotInForce(Path file, X509Certificate certificate) {
        if (clock.instant().isAfter(certificate.getNotAfter().toInstant())
                || clock.instant().isBefore(certificate.getNotBefore().toInstant())) {
            log.warn(
                    "listener {}: {} is good from {} to {} only, clients will refuse it",
                    listener.name(),
                    file,
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
        }
    }

    /** What the certificate is made of. */
    private record Sources(Path certificate, Path key, Optional<ListenerConfig.ClientCertificates> clients) {
        /** Changes whenever a file does: names, times of change, lengths, and which file a link leads to. */
        String stamp() {
            List<Path> all = new ArrayList<>(List.of(certificate, key));
            clients.ifPresent(c -> all.add(c.authorities()));
            return String.join(" ", all.stream().map(Tls::stamp).toList())
                    + clients.map(c -> " " + c.mode() + " " + c.naming()).orElse("");
        }
    }

    private static String stamp(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file) + " " + file.toRealPath();
        } catch (IOException e) {
            return file + " missing";
        }
    }
}
