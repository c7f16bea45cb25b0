package dev.sluice.daemon;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a public key from a PEM file, in the form of a key or of a certificate. */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private PemKey() {}

    /**
     * The key of the file's first block: the others of a certificate chain are keys of people who sign certificates, not
     * tokens. Whoever puts a certificate here trusts it; its dates and its issuer are not looked at.
     */
    static VerifyingKey read(Path file) throws StartException {
        try {
            Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!block.find()) {
                throw wrong(file, "something else");
            }
            byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
            PublicKey key = block.group(1).equals("CERTIFICATE") ? certified(bytes) : plain(bytes);
            return VerifyingKey.of(Optional.empty(), key);
        } catch (NoSuchFileException e) {
            throw wrong(file, "no such file");
        } catch (IOException e) {
            throw wrong(file, "a file that cannot be read");
        } catch (GeneralSecurityException e) {
            throw wrong(file, "a damaged key");
        } catch (IllegalArgumentException e) {
            throw wrong(file, String.valueOf(e.getMessage()));
        }
    }

    private static PublicKey certified(byte[] bytes) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes))
                .getPublicKey();
    }

    private static PublicKey plain(byte[] bytes) throws GeneralSecurityException {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(bytes);
        try {
            return KeyFactory.getInstance("RSA").generatePublic(encoded);
        } catch (InvalidKeySpecException e) { // then it is the other kind
            return KeyFactory.getInstance("EC").generatePublic(encoded);
        }
    }

    private static StartException wrong(Path file, String found) {
        return new StartException("tokens.public-keys: " + file + ": found " + found
                + " (expected: a PEM public key or certificate, RSA of 2048 bits or more, or EC P-256)");
    }
}
