package dev.sluice.transport;

import dev.sluice.config.SecretFile;
import dev.sluice.transport.CertificateMaker.Party;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wildfly.security.x500.GeneralName;

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
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 1};
    private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

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
        // times in certificates count seconds
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        CertificateMaker maker = new CertificateMaker(second.minus(Duration.ofDays(1)), second.plus(LIFETIME));
        try {
            Party authority = maker.party("CN=Sluice self-signed authority " + now.getEpochSecond());
            Party server = maker.party("CN=Sluice");
            X509Certificate own = maker.server(server, authority, names());
            Files.createDirectories(certificate.toAbsolutePath().getParent());
            SecretFile.write(key, pem("PRIVATE KEY", server.keys().getPrivate().getEncoded()));
            Files.writeString(
                    certificate,
                    pem("CERTIFICATE", own.getEncoded())
                            + pem("CERTIFICATE", maker.authority(authority).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("a self-signed certificate cannot be made: " + e.getMessage(), e);
        }
        log.info("made a self-signed certificate: {}", certificate);
    }

    private static List<GeneralName> names() {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName.DNSName("localhost"));
        names.add(new GeneralName.IPAddress(LOOPBACK_4));
        names.add(new GeneralName.IPAddress(LOOPBACK_6));
        String host = hostName();
        if (!host.isEmpty() && !host.equals("localhost")) {
            names.add(new GeneralName.DNSName(host));
        }
        return names;
    }

    private static String pem(String kind, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
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
