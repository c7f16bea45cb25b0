package dev.sluice.transport;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Makes X.509 certificates, ECDSA P-256 with SHA-256, that begin and end at the same time. For one thread. */
final class CertificateMaker {
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));

    private final SecureRandom random = new SecureRandom();
    private final Instant from;
    private final Instant to;

    CertificateMaker(Instant from, Instant to) {
        this.from = from;
        this.to = to;
    }

    /** Whom a certificate is for, or who signs it. */
    record Party(X500Principal name, KeyPair keys) {}

    Party party(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return new Party(new X500Principal(name), generator.generateKeyPair());
    }

    /** An authority's own certificate: it may sign others, but no authorities. */
    byte[] authority(Party authority) throws GeneralSecurityException {
        byte[] constraints = Der.sequence(Der.yes(), Der.integer(BigInteger.ZERO));
        byte[] mayCertify = Der.bits(2, new byte[] {0b0000_0100});
        return signed(
                authority,
                authority,
                List.of(
                        extension("2.5.29.19", true, constraints),
                        extension("2.5.29.15", true, mayCertify),
                        extension("2.5.29.14", false, Der.octets(keyId(authority)))));
    }

    /**
     * A server's certificate.
     *
     * @param addresses each of 4 or 16 bytes
     */
    byte[] server(Party server, Party authority, List<String> hosts, List<byte[]> addresses)
            throws GeneralSecurityException {
        List<byte[]> names = new ArrayList<>();
        hosts.forEach(host -> names.add(Der.tagged(2, true, host.getBytes(StandardCharsets.US_ASCII))));
        addresses.forEach(address -> names.add(Der.tagged(7, true, address)));
        byte[] maySign = Der.bits(7, new byte[] {(byte) 0b1000_0000});
        return signed(
                server,
                authority,
                List.of(
                        extension("2.5.29.17", false, Der.sequence(names.toArray(byte[][]::new))),
                        extension("2.5.29.15", true, maySign),
                        extension("2.5.29.37", false, Der.sequence(Der.identifier("1.3.6.1.5.5.7.3.1"))),
                        extension("2.5.29.14", false, Der.octets(keyId(server))),
                        extension("2.5.29.35", false, Der.sequence(Der.tagged(0, true, keyId(authority))))));
    }

    private byte[] signed(Party subject, Party issuer, List<byte[]> extensions) throws GeneralSecurityException {
        PublicKey key = subject.keys().getPublic();
        byte[] content = Der.sequence(
                Der.tagged(0, false, Der.integer(BigInteger.TWO)), // version 3
                Der.integer(new BigInteger(127, random).add(BigInteger.ONE)),
                ECDSA_WITH_SHA256,
                issuer.name().getEncoded(),
                Der.sequence(Der.time(from), Der.time(to)),
                subject.name().getEncoded(),
                key.getEncoded(),
                Der.tagged(3, false, Der.sequence(extensions.toArray(byte[][]::new))));
        return Der.sequence(
                content,
                ECDSA_WITH_SHA256,
                Der.bits(0, signature(content, issuer.keys().getPrivate())));
    }

    private byte[] signature(byte[] content, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key, random);
        signature.update(content);
        return signature.sign();
    }

    private static byte[] extension(String name, boolean critical, byte[] content) {
        return critical
                ? Der.sequence(Der.identifier(name), Der.yes(), Der.octets(content))
                : Der.sequence(Der.identifier(name), Der.octets(content));
    }

    private static byte[] keyId(Party party) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(party.keys().getPublic().getEncoded());
        return Arrays.copyOf(digest, 20);
    }
}
