package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class BasicCredentialsTest {
    @Test
    void splitsAtTheFirstColonAndKnowsUtf8() {
        assertThat(BasicCredentials.of(with("Basic " + base64("ada:a:b="))))
                .contains(new BasicCredentials("ada", "a:b="));
        assertThat(BasicCredentials.of(with("bAsIc  " + base64("ü:ß")))).contains(new BasicCredentials("ü", "ß"));
        assertThat(BasicCredentials.of(with("Basic " + base64(":")))).contains(new BasicCredentials("", ""));
    }

    @Test
    void seesTheSchemeEvenIfTheRestIsBroken() {
        for (String value : new String[] {"Basic !", "Basic ", "basic " + base64("nocolon")}) {
            assertThat(BasicCredentials.presentIn(with(value))).as(value).isTrue();
            assertThat(BasicCredentials.of(with(value))).as(value).isEmpty();
        }
        assertThat(BasicCredentials.presentIn(with("Bearer x"))).isFalse();
        assertThat(BasicCredentials.presentIn(Request.get("/"))).isFalse();
    }

    @Test
    void keepsThePasswordOutOfItsText() {
        assertThat(new BasicCredentials("ada", "secret").toString()).isEqualTo("Basic ada");
        assertThat(with("Basic " + base64("ada:secret")).toString()).doesNotContain(base64("ada:secret"));
    }

    private static Request with(String authorization) {
        return Request.get("/").withHeader("authorization", authorization);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
