package dev.sluice.transport;

import dev.sluice.config.SecretFile;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate for people who have none: ECDSA P-256, for {@code localhost}, {@code 127.0.0.1}, {@code ::1} and the host's
 * name, made at the first start and kept, so that a client may trust it. Made anew a month before it ends.
 *
 * <p>It is signed by an authority whose key is thrown away at once: who trusts the file trusts this one certificate, not
 * whatever somebody could sign with a stolen key, and browsers that refuse an authority as a server accept it.
 *
 * @param certificate PEM file: the certificate, then its authority's
 * @param key PEM file, readable by its owner only
 */
record SelfSignedCertificate(Path certificate, Path key) {
    private static final Logger log = LoggerFactory.getLogger(SelfSignedCertificate.class);
    private static final Duration LIFETIME = Duration.ofDays(820); // browsers refuse more than 825
    private static final Duration RENEWAL = Duration.ofDays(30);

    /** The certificate kept in {@code directory}, made if there is none or it is about to end. */
    static SelfSignedCertificate in(Path directory, InstantSource clock) throws IOException {
        SelfSignedCertificate files = new SelfSignedCertificate(
                directory.resolve("self-signed-certificate.pem"), directory.resolve("self-signed-key.pem"));
        if (!files.isGoodAt(clock.instant().plus(RENEWAL))) {
            files.make(clock.instant());
        }
        return files;
    }

    private boolean isGoodAt(Instant time) throws IOException {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(certificate)) {
            X509Certificate known =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return known.getNotAfter().toInstant().isAfter(time);
        } catch (CertificateException e) {
            return false;
        }
    }

    private void make(Instant now) throws IOException {
        X509Bundle bundle = build(now);
        Files.createDirectories(certificate.toAbsolutePath().getParent());
        SecretFile.write(key, bundle.getPrivateKeyPEM());
        Files.writeString(certificate, bundle.getCertificatePathPEM() + bundle.getRootCertificatePEM());
        log.info("made a self-signed certificate: {}", certificate);
    }

    private static X509Bundle build(Instant now) throws IOException {
        CertificateBuilder common = new CertificateBuilder()
                .ecp256()
                .notBefore(now.minus(Duration.ofDays(1)))
                .notAfter(now.plus(LIFETIME));
        CertificateBuilder server = common.copy()
                .subject("CN=Sluice")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addSanIpAddress("::1")
                .addExtendedKeyUsageServerAuth();
        String host = hostName();
        if (!host.isEmpty() && !host.equals("localhost")) {
            server.addSanDnsName(host);
        }
        try {
            X509Bundle authority = common.subject("CN=Sluice self-signed authority " + now.getEpochSecond())
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            return server.buildIssuedBy(authority);
        } catch (Exception e) { // the builder declares no less
            throw new IOException("a self-signed certificate cannot be made: " + e.getMessage(), e);
        }
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?") ? name : "";
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
