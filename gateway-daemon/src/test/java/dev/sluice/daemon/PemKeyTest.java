package dev.sluice.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemKeyTest {
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBgzCCASmgAwIBAgIUD7tk970Y87RwoWCzelmw+5joqUEwCgYIKoZIzj0EAwIw
            FjEUMBIGA1UEAwwLaXNzdWVyLnRlc3QwIBcNMjYxMTIxMTIzNjIzWhgPMjEyNjEw
            MjgxMjM2MjNaMBYxFDASBgNVBAMMC2lzc3Vlci50ZXN0MFkwEwYHKoZIzj0CAQYI
            KoZIzj0DAQcDQgAE4FoXS1QoI8iSgSTMMb+YEd2V7VJTKlfr09T+k4mnChNkE3Qf
            1yCvQmpaEda0PlVxoBtyo4uHHPUgFrq5DFdLn6NTMFEwHQYDVR0OBBYEFB3bg+UJ
            3amFd36mdbKTDfq96wapMB8GA1UdIwQYMBaAFB3bg+UJ3amFd36mdbKTDfq96wap
            MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgGLW5NHGL67/m4n2s
            RLOC+jzs/kJVGHXjWTB7sAiMZmkCIQDljT5XF5wWHDhB3htr6M90ecv791hp4fyl
            1lfw80Xsdw==
            -----END CERTIFICATE-----
            """;

    /** Signed with that certificate's key, which nobody has any more. */
    private static final String TOKEN =
            "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.f8f7rh8p-YuY970eIxfTtLEhvazB3qD6Z5zrLCS5FUdaPhoL4bOKN3Gl3CkFV31dHtCRf3gK"
                    + "OlG3-P9RlCZHMg";

    @TempDir
    private Path directory;

    @Test
    void readsTheKeyOfACertificateTheFirstOfAChain() throws Exception {
        VerifyingKey key = PemKey.read(file("Subject: issuer\n" + CERTIFICATE + new Issuer("ca").rsaPem()));
        assertThat(key.algorithm()).isEqualTo(SignatureAlgorithm.ES256);
        JWSObject token = JWSObject.parse(TOKEN);
        assertThat(key.fits(token)).isTrue();
        assertThat(key.signed(token)).isTrue();
    }

    @Test
    void readsPublicKeysOfBothKinds() throws Exception {
        Issuer issuer = new Issuer("a");
        VerifyingKey rsa = PemKey.read(file(issuer.rsaPem()));
        VerifyingKey ec = PemKey.read(file(issuer.ecPem()));
        assertThat(rsa.algorithm()).isEqualTo(SignatureAlgorithm.RS256);
        assertThat(rsa.signed(JWSObject.parse(issuer.rs256("{}")))).isTrue();
        assertThat(ec.algorithm()).isEqualTo(SignatureAlgorithm.ES256);
        assertThat(ec.signed(JWSObject.parse(issuer.es256("{}")))).isTrue();
        assertThat(ec.signed(JWSObject.parse(TOKEN))).isFalse();
        assertThat(rsa.fits(JWSObject.parse(TOKEN))).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        assertThatThrownBy(() -> PemKey.read(directory.resolve("none.pem")))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "tokens.public-keys: " + directory.resolve("none.pem") + ": found no such file (expected: a PEM"
                                + " public key or certificate, RSA of 2048 bits or more, or EC P-256)");
        assertThatThrownBy(() -> PemKey.read(file("secret"))).hasMessageContaining(": found something else (");
        assertThatThrownBy(() -> PemKey.read(file(CERTIFICATE.replace("MIIB", "AAAA"))))
                .hasMessageContaining(": found a damaged key (");
        assertThatThrownBy(() -> PemKey.read(file("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")))
                .hasMessageContaining(": found a damaged key (");
    }

    @Test
    void refusesKeysThatAreWeakOrUnknown() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        String weak = Issuer.pem(rsa.generateKeyPair().getPublic());
        assertThatThrownBy(() -> PemKey.read(file(weak))).hasMessageContaining(": found 1024 bits of RSA (");
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp384r1"));
        String other = Issuer.pem(ec.generateKeyPair().getPublic());
        assertThatThrownBy(() -> PemKey.read(file(other))).hasMessageContaining(": found another elliptic curve (");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("key.pem"), text);
    }
}
