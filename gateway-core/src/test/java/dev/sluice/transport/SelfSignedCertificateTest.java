package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedCertificateTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    private Path directory;

    @Test
    void isForThisMachineAndForServersOnly() throws IOException, GeneralSecurityException {
        X509Certificate server = made(NOW)[0];
        assertThat(server.getSubjectAlternativeNames())
                .contains(List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(server.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(server.getNotBefore()).isEqualTo(Instant.parse("2026-01-01T03:04:05Z"));
        assertThat(server.getNotAfter()).isEqualTo(Instant.parse("2028-04-01T03:04:05Z"));
    }

    @Test
    void isSignedByAnAuthorityThatMaySignNoAuthorities() throws IOException, GeneralSecurityException {
        X509Certificate[] chain = made(NOW);
        chain[0].verify(chain[1].getPublicKey());
        chain[1].verify(chain[1].getPublicKey());
        assertThat(chain[0].getIssuerX500Principal()).isEqualTo(chain[1].getSubjectX500Principal());
        assertThat(chain[1].getBasicConstraints()).isZero();
        assertThat(chain[1].getKeyUsage()[5]).as("may certify").isTrue();
    }

    @Test
    void staysTheSameUntilAMonthBeforeItsEnd() throws IOException, GeneralSecurityException {
        X509Certificate first = made(NOW)[0];
        assertThat(made(NOW.plus(Duration.ofDays(789)))[0]).isEqualTo(first);
        assertThat(made(NOW.plus(Duration.ofDays(791)))[0]).isNotEqualTo(first);
    }

    private X509Certificate[] made(Instant time) throws IOException, GeneralSecurityException {
        return ServerCertificate.certificates(SelfSignedCertificate.in(directory, InstantSource.fixed(time))
                        .certificate())
                .toArray(X509Certificate[]::new);
    }
}
