package dev.sluice.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {
    @Test
    void showsJsonAsItIs() {
        String json = "{\"event\":\"state\",\"data\":{\"flow\":12.50,\"list\":[1,true,null,\"grüße\"],\"empty\":{}}}";
        assertThat(ShownText.of(Text.of(json))).isEqualTo(new ShownText(json, false));
        assertThat(shown(" [1 , 2] ")).isEqualTo("[1,2]");
    }

    @Test
    void masksCredentialsOfTheProtocolsHere() {
        assertThat(shown("{\"op\":3,\"d\":{\"token\":\"s3cr3t\",\"type\":1}}"))
                .isEqualTo("{\"op\":3,\"d\":{\"token\":\"***\",\"type\":1}}");
        assertThat(shown("{\"type\":\"auth\",\"token\":\"eyJhbGciOi.s3cr3t\"}"))
                .isEqualTo("{\"type\":\"auth\",\"token\":\"***\"}");
        assertThat(
                        shown(
                                "{\"type\":\"batch\",\"messages\":[{\"type\":\"auth\",\"token\":\"s3cr3t\"},{\"type\":\"ping\"}]}"))
                .isEqualTo(
                        "{\"type\":\"batch\",\"messages\":[{\"type\":\"auth\",\"token\":\"***\"},{\"type\":\"ping\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_token",
                "refreshToken",
                "TOKENS",
                "password",
                "passwd",
                "Pass",
                "pwd",
                "client-secret",
                "api_key",
                "apiKey",
                "key",
                "Authorization",
                "ticket",
                "Set-Cookie",
                "credentials",
                "x-signature",
                "jwt"
            })
    void masksWhatIsASecretByItsNameWhateverItsType(String name) {
        for (String value :
                new String[] {"\"s3cr3t\"", "73", "[\"s3cr3t\"]", "{\"a\":{\"b\":\"s3cr3t\"}}", "true", "null"}) {
            assertThat(shown("{\"" + name + "\":" + value + ",\"after\":1}"))
                    .isEqualTo("{\"" + name + "\":\"***\",\"after\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer s3cr3t",
                "basic czNjcjN0",
                "eyJhbGciOiJIUzI1NiJ9.s3cr3t.x",
                "wss://host/path?ticket=s3cr3t",
                "{\\\"password\\\": \\\"s3cr3t\\\"}",
                "d.token: 's3cr3t' (expected: 32 letters)",
                "token 's3cr3t' has expired"
            })
    void masksTextsThatHoldASecretByTheirLook(String value) {
        assertThat(shown("{\"message\":\"" + value + "\"}")).isEqualTo("{\"message\":\"***\"}");
    }

    @Test
    void showsWordsThatOnlySoundAlike() {
        String json = "{\"basics\":\"basic idea\",\"keyboard\":\"a token of thanks\",\"pins\":[\"GPIO17\"]}";
        assertThat(shown(json)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t", "\"s3cr3t\"", "123456", "", "{\"a\":", "{} s3cr3t", "null"})
    void showsNothingOfWhatIsNoJsonObjectOrArray(String text) {
        assertThat(ShownText.of(Text.of(text)).text()).doesNotContain("s3cr3t").isEmpty();
    }

    @Test
    void showsTheSignsOfLife() {
        assertThat(shown("ping")).isEqualTo("ping");
        assertThat(shown("pong")).isEqualTo("pong");
    }

    @Test
    void cutsWhatIsLongAndReadsNothingThatIsVeryLong() {
        String cut = shown("[\"" + "x".repeat(ShownText.LENGTH - 3) + "😀\"]");
        assertThat(cut).hasSize(ShownText.LENGTH - 1).endsWith("x");
        assertThat(ShownText.of(Text.of("[\"" + "x".repeat(5000) + "\"]")).cut())
                .isTrue();
        assertThat(shown("[\"" + "x".repeat(ShownText.LONGEST_READ) + "\"]")).isEmpty();
    }

    private static String shown(String text) {
        return ShownText.of(Text.of(text)).text();
    }
}
