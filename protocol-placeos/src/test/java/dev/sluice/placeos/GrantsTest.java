package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Passwords and refresh tokens for bearer tokens. */
class GrantsTest {
    private static final String BY_PASSWORD = "grant_type=password&username=tom&password=secret&scope=public";

    private final Stage stage = Rooms.stage();

    @ParameterizedTest
    @ValueSource(strings = {"/auth/token", "/auth/oauth/token"})
    void tradesAPasswordForATokenThatIsTakenByTheWebSocket(String path) {
        Response response = post(path, BY_PASSWORD);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().first("Cache-Control")).contains("no-store");
        JsonNode tokens = Rooms.json(body(response));
        assertThat(tokens.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(tokens.path("expires_in").asInt()).isEqualTo(7200);
        assertThat(tokens.path("refresh_token").asString())
                .isNotEmpty()
                .isNotEqualTo(tokens.path("access_token").asString());

        Request handshake = Request.get(Rooms.PATH)
                .withQuery("bearer_token", tokens.path("access_token").asString());
        assertThat(stage.endpoint(handshake)
                        .authenticate(handshake)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Authentication.Granted(new Principal("tom")));
    }

    @Test
    void takesAPasswordsParametersFromTheQueryAsTheClientSendsThem() {
        Request request = Request.get("/auth/token")
                .withMethod("POST", new byte[0])
                .withQuery("grant_type", "password")
                .withQuery("username", "tom")
                .withQuery("password", "secret");
        assertThat(handle(request).status()).isEqualTo(200);
    }

    @Test
    void tradesARefreshTokenForNewTokensOfTheSameUser() {
        admit("again", "{\"realm\":\"placeos-refresh\"}");
        Response response = post("/auth/token", "grant_type=refresh_token&refresh_token=again");
        assertThat(response.status()).isEqualTo(200);
        assertThat(Rooms.json(body(response)).path("access_token").asString()).contains("sue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"realm\":\"placeos\"}", "{\"realm\":[\"placeos-refresh\",\"placeos\"]}", "{\"realm\":7}"
            })
    void noOtherTokenLivesOnByIt(String claims) {
        admit("again", claims);
        Response response = post("/auth/token", "grant_type=refresh_token&refresh_token=again");
        assertThat(response.status()).isEqualTo(400);
        assertThat(body(response))
                .isEqualTo("{\"error\":\"invalid_grant\",\"error_description\":\"unusable refresh_token\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=password&username=tom&password=guess,invalid_grant",
        "grant_type=password,invalid_grant",
        "grant_type=refresh_token&refresh_token=guess,invalid_grant",
        "grant_type=refresh_token,invalid_grant",
        "grant_type=authorization_code&code=1,unsupported_grant_type",
        "'',unsupported_grant_type",
        "grant_type=%zz,invalid_request"
    })
    void refusesAnythingElseWithoutRepeatingIt(String form, String error) {
        Response response = post("/auth/token", form);
        assertThat(response.status()).isEqualTo(400);
        assertThat(body(response)).startsWith("{\"error\":\"" + error + "\"").doesNotContain("guess");
        assertThat(response.headers().first("Access-Control-Allow-Origin")).contains("*");
    }

    @Test
    void saysSoIfTheGatewayMakesNoTokens() {
        stage.authenticator().withoutIssuing();
        assertThat(body(post("/auth/token", BY_PASSWORD))).startsWith("{\"error\":\"unsupported_grant_type\"");
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS,204", "GET,405", "PUT,405"})
    void answersOtherMethods(String method, int status) {
        Response response = handle(Request.get("/auth/token").withMethod(method, new byte[0]));
        assertThat(response.status()).isEqualTo(status);
    }

    private void admit(String token, String claims) {
        stage.authenticator()
                .withBearer(
                        token,
                        new Bearer(
                                new Principal("sue", Role.SUPPORT),
                                stage.scheduler().instant().plusSeconds(60),
                                Rooms.values(claims)));
    }

    private Response post(String path, String form) {
        return handle(Request.get(path).withMethod("POST", form.getBytes(StandardCharsets.UTF_8)));
    }

    private Response handle(Request request) {
        return stage.service().routes().stream()
                .filter(route -> route.path().match(request.path()).isPresent())
                .findFirst()
                .orElseThrow()
                .handle(request, Map.of())
                .toCompletableFuture()
                .join();
    }

    private static String body(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
