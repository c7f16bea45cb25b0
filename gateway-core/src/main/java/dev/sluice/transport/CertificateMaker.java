package dev.sluice.transport;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.wildfly.security.x500.GeneralName;
import org.wildfly.security.x500.cert.AuthorityKeyIdentifierExtension;
import org.wildfly.security.x500.cert.BasicConstraintsExtension;
import org.wildfly.security.x500.cert.ExtendedKeyUsageExtension;
import org.wildfly.security.x500.cert.KeyUsage;
import org.wildfly.security.x500.cert.KeyUsageExtension;
import org.wildfly.security.x500.cert.SubjectAlternativeNamesExtension;
import org.wildfly.security.x500.cert.SubjectKeyIdentifierExtension;
import org.wildfly.security.x500.cert.X509CertificateBuilder;
import org.wildfly.security.x500.cert.util.KeyUtil;

/** Makes X.509 certificates, ECDSA P-256 with SHA-256, that begin and end at the same time. For one thread. */
final class CertificateMaker {
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

    private final SecureRandom random = new SecureRandom();
    private final Instant from;
    private final Instant to;

    CertificateMaker(Instant from, Instant to) {
        this.from = from;
        this.to = to;
    }

    /** Whom a certificate is for, or who signs it. */
    record Party(X500Principal name, KeyPair keys) {
        private byte[] keyId() {
            return KeyUtil.getKeyIdentifier(keys.getPublic());
        }
    }

    Party party(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return new Party(new X500Principal(name), generator.generateKeyPair());
    }

    /** An authority's own certificate: it may sign others, but no authorities. */
    X509Certificate authority(Party authority) throws GeneralSecurityException {
        return begin(authority, authority)
                .addExtension(new BasicConstraintsExtension(true, true, 0))
                .addExtension(new KeyUsageExtension(true, KeyUsage.keyCertSign))
                .build();
    }

    /** A server's certificate, for all of these names. */
    X509Certificate server(Party server, Party authority, List<GeneralName> names) throws GeneralSecurityException {
        return begin(server, authority)
                .addExtension(new SubjectAlternativeNamesExtension(false, names))
                .addExtension(new KeyUsageExtension(true, KeyUsage.digitalSignature))
                .addExtension(new ExtendedKeyUsageExtension(false, List.of(SERVER_AUTHENTICATION)))
                .addExtension(new AuthorityKeyIdentifierExtension(authority.keyId(), List.of(), null))
                .build();
    }

    private X509CertificateBuilder begin(Party subject, Party issuer) {
        return new X509CertificateBuilder()
                .setSubjectDn(subject.name())
                .setIssuerDn(issuer.name())
                .setSerialNumber(new BigInteger(127, random).add(BigInteger.ONE))
                .setNotValidBefore(from.atZone(ZoneOffset.UTC))
                .setNotValidAfter(to.atZone(ZoneOffset.UTC))
                .setPublicKey(subject.keys().getPublic())
                .setSigningKey(issuer.keys().getPrivate())
                .setSignatureAlgorithmName("SHA256withECDSA")
                .addExtension(new SubjectKeyIdentifierExtension(subject.keyId()));
    }
}
