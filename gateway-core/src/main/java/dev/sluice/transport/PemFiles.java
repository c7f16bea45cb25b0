package dev.sluice.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys in PEM files, read with what the JDK has: Netty would load BouncyCastle for it, which costs each start half
 * a second and 20 MB. Used by the starting thread.
 */
final class PemFiles {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (CERTIFICATE|PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> KINDS_OF_KEYS = List.of("EC", "RSA", "EdDSA");

    private PemFiles() {}

    /** All certificates of a file, in its order. */
    static X509Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] block : blocks(file, "CERTIFICATE")) {
            chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
        }
        return chain.toArray(X509Certificate[]::new);
    }

    /** The file's first key: PKCS#8, not encrypted; RSA, EC or EdDSA. */
    static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(blocks(file, "PRIVATE KEY").get(0));
        for (String kind : KINDS_OF_KEYS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // then it is another kind
            }
        }
        throw new InvalidKeySpecException("a key that is none of " + String.join(", ", KINDS_OF_KEYS));
    }

    private static List<byte[]> blocks(Path file, String kind) throws IOException, InvalidKeySpecException {
        Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        List<byte[]> found = new ArrayList<>();
        while (block.find()) {
            if (block.group(1).equals(kind)) {
                found.add(Base64.getMimeDecoder().decode(block.group(2)));
            }
        }
        if (found.isEmpty()) {
            throw new InvalidKeySpecException("no " + kind + " in " + file.getFileName());
        }
        return found;
    }
}
