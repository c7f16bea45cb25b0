package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void readsAKeyOfEachKind(String kind) throws GeneralSecurityException, IOException {
        PrivateKey key = KeyPairGenerator.getInstance(kind).generateKeyPair().getPrivate();
        String text = "Bag Attributes\n-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded()) + "\n-----END PRIVATE KEY-----\n";
        assertThat(PemFiles.key(file(text)).getEncoded()).isEqualTo(key.getEncoded());
    }

    @Test
    void readsAChainInItsOrder() throws GeneralSecurityException, IOException {
        SelfSignedCertificate made = SelfSignedCertificate.in(directory, InstantSource.system());
        assertThat(PemFiles.certificates(made.certificate()))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .satisfiesExactly(own -> assertThat(own).isEqualTo("CN=Sluice"), authority -> assertThat(authority)
                        .startsWith("CN=Sluice self-signed authority"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----"
            })
    void refusesWhatIsNoKey(String text) {
        assertThatThrownBy(() -> PemFiles.key(file(text))).isInstanceOf(GeneralSecurityException.class);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("test.pem"), text);
    }
}
