package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.transport.ListenerConfig.ClientCertificates.Naming;
import io.netty.pkitesting.CertificateBuilder;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNameTest {
    @Test
    void takesTheOneNameThatIsAskedForAndNoOther() {
        assertThat(names("O=house, CN=panel\\, left", c -> c.addSanUriName("spiffe://house/panel")
                        .addSanDnsName("panel.house")
                        .addSanRfc822Name("panel@house")))
                .containsExactly("", "panel, left", "spiffe://house/panel", "panel.house", "panel@house");
        assertThat(names("CN=panel", c -> c)).containsExactly("", "panel", "", "", "");
        assertThat(names("O=house", c -> c)).containsOnly("");
    }

    @Test
    void knowsNobodyWhoHasTwoNames() {
        assertThat(names("CN=panel, CN=admin", c -> c.addSanUriName("spiffe://a/b")
                        .addSanUriName("spiffe://c/d")))
                .containsOnly("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous", "two\\0Alines", "left\\E2\\80\\AEthgir"})
    void knowsNobodyWhoIsCalledSomethingThatMisleads(String name) {
        assertThat(names("CN=" + name, c -> c)).containsOnly("");
    }

    private static String[] names(String subject, More more) {
        try {
            Instant now = Instant.now();
            CertificateBuilder builder = new CertificateBuilder()
                    .setIsCertificateAuthority(true)
                    .ecp256()
                    .notBefore(now.minusSeconds(60))
                    .notAfter(now.plusSeconds(60))
                    .subject(subject);
            var certificate = more.names(builder).buildSelfSigned().getCertificate();
            return Arrays.stream(Naming.values())
                    .map(naming -> ClientName.of(certificate, naming).orElse(""))
                    .toArray(String[]::new);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private interface More {
        CertificateBuilder names(CertificateBuilder builder) throws Exception;
    }
}
