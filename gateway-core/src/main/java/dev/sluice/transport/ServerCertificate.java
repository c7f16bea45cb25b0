package dev.sluice.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate chain, the server's own first, and the private key that belongs to it.
 *
 * @param chain at least one
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final Pattern KEY_BLOCK =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** Kinds of keys, with the signature that tells whether two halves belong together. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    /**
     * Reads both from PEM files and tries them on each other: half of a new pair is found here, not by the first client.
     *
     * @throws IOException saying what was found and what was expected; never with the key
     */
    static ServerCertificate read(Path certificate, Path key) throws IOException {
        ServerCertificate pair = new ServerCertificate(certificates(certificate), privateKey(key));
        if (!pair.belongsTogether()) {
            throw new IOException(key + " is not the key of " + certificate + " (expected: the private key of its"
                    + " first certificate)");
        }
        return pair;
    }

    /** The certificates of a PEM file, one or more. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        byte[] pem = Files.readAllBytes(readable(file));
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            // told below; the parser's own words help nobody
        }
        throw new IOException(file + " holds no certificate (expected: PEM, BEGIN CERTIFICATE)");
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        Matcher block = KEY_BLOCK.matcher(Files.readString(readable(file), StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new IOException(file + " holds no key (expected: PEM, PKCS#8, not encrypted, BEGIN PRIVATE KEY)");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        for (String kind : SIGNATURES.keySet()) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // of another kind
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no " + kind, e);
            }
        }
        throw new IOException(file + " holds a key of an unknown kind (expected: RSA, EC or Ed25519)");
    }

    private static Path readable(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + (Files.exists(file) ? " cannot be read" : " does not exist")
                    + " (expected: a readable PEM file)");
        }
        return file;
    }

    private boolean belongsTogether() {
        PublicKey shown = chain.get(0).getPublicKey();
        byte[] sample = chain.get(0).getSerialNumber().toByteArray();
        try {
            String algorithm = SIGNATURES.getOrDefault(kind(), "");
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(shown);
            checking.update(sample);
            return checking.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false; // two kinds of keys, for example
        }
    }

    private String kind() {
        return key.getAlgorithm().startsWith("Ed") ? "EdDSA" : key.getAlgorithm();
    }
}
