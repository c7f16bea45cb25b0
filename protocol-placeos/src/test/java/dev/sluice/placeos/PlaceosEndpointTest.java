package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Authenticator.Bearer;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Principal.Role;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and by what. */
class PlaceosEndpointTest {
    private static final Request PLAIN = Request.get(Rooms.PATH);
    private static final Principal TOM = new Principal("tom", Role.SUPPORT);

    private final Stage stage = Rooms.stage();

    @BeforeEach
    void admitTom() {
        stage.authenticator().withBearer("good.token", bearer("{}"));
    }

    private Bearer bearer(String claims) {
        return new Bearer(TOM, stage.scheduler().instant().plusSeconds(60), Rooms.values(claims));
    }

    static Stream<Request> waysForAKey() {
        return Stream.of(
                PLAIN.withHeader("X-API-Key", "ada-key"),
                PLAIN.withHeader("x-api-key", "ada-key").withQuery("api-key", "wrong"),
                PLAIN.withQuery("api-key", "ada-key"),
                PLAIN.withQuery("fixed_device", "true").withQuery("api-key", "ada-key"),
                PLAIN.withHeader("Cookie", "api-key=ada-key"),
                PLAIN.withHeader("Cookie", "a=b; api-key=ada-key; c"),
                PLAIN.withHeader("Cookie", "a=b").withHeader("Cookie", "api-key=ada-key"),
                PLAIN.withHeader("X-API-Key", "ada-key").withHeader("Authorization", "Bearer wrong"),
                Request.get("/control/websocket").withQuery("api-key", "ada-key"));
    }

    @ParameterizedTest
    @MethodSource("waysForAKey")
    void grantsTheOwnerOfAKey(Request request) {
        assertThat(authenticate(request)).isEqualTo(new Authentication.Granted(new Principal("ada")));
    }

    static Stream<Request> waysForAToken() {
        return Stream.of(
                PLAIN.withHeader("Authorization", "Bearer good.token"),
                PLAIN.withHeader("Authorization", "bearer  good.token"),
                PLAIN.withHeader("Authorization", "Token good.token"),
                PLAIN.withHeader("Authorization", "good.token"),
                PLAIN.withHeader("X-API-Key", "").withHeader("Authorization", "Bearer good.token"),
                PLAIN.withQuery("bearer_token", "good.token"),
                PLAIN.withHeader("Cookie", "x=y; bearer_token=good.token"));
    }

    @ParameterizedTest
    @MethodSource("waysForAToken")
    void grantsWhomATokenSpeaksFor(Request request) {
        assertThat(authenticate(request))
                .as("for as long as the session lasts, also when the token expires: upstream looks at it once")
                .isEqualTo(new Authentication.Granted(TOM));
    }

    static Stream<Request> nothingAtAll() {
        return Stream.of(
                PLAIN,
                PLAIN.withHeader("Authorization", ""),
                PLAIN.withHeader("Authorization", "Bearer "),
                PLAIN.withHeader("Authorization", "Basic YWRhOnNlY3JldA=="),
                PLAIN.withHeader("Authorization", "").withQuery("bearer_token", "good.token"),
                PLAIN.withQuery("bearer_token", ""),
                PLAIN.withHeader("Cookie", "api-key"),
                PLAIN.withQuery("ada-key", "api-key"));
    }

    @ParameterizedTest
    @MethodSource("nothingAtAll")
    void deniesWhoShowsNothing(Request request) {
        assertThat(error(request, 401)).startsWith("{\"error\":\"no credentials (expected: X-API-Key, ");
    }

    @Test
    void aKeyDecidesAlone() {
        assertThat(error(PLAIN.withHeader("X-API-Key", "wrong").withHeader("Authorization", "Bearer good.token"), 401))
                .isEqualTo("{\"error\":\"unknown X-API-Key\"}");
        assertThat(error(PLAIN.withHeader("Cookie", "api-key=wrong").withQuery("bearer_token", "good.token"), 401))
                .isEqualTo("{\"error\":\"unknown X-API-Key\"}");
    }

    @Test
    void deniesATokenThatIsNoGoodWithoutRepeatingIt() {
        assertThat(error(PLAIN.withQuery("bearer_token", "bad.token"), 401))
                .startsWith("{\"error\":\"unusable bearer token")
                .doesNotContain("bad.token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\"public\"]", "[\"users.read\",\"control.write\"]", "[\"systems\"]", "\"openid public.write\""
            })
    void aTokenNeedsAScopeThatMayControl(String scope) {
        stage.authenticator().withBearer("scoped", bearer("{\"scope\":" + scope + "}"));
        assertThat(authenticate(PLAIN.withQuery("bearer_token", "scoped"))).isInstanceOf(Authentication.Granted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"public.read\"]", "[\"users\",7]", "\"guest\"", "7"})
    void aTokenWithOtherScopesIsForbiddenWithoutAWord(String scope) {
        stage.authenticator().withBearer("scoped", bearer("{\"scope\":" + scope + "}"));
        assertThat(error(PLAIN.withQuery("bearer_token", "scoped"), 403)).isEmpty();
    }

    @Test
    void credentialsAreNotRepeatedWhereTheyAreLogged() {
        assertThat(new Credentials.Key("ada-key").toString() + new Credentials.Token("good.token"))
                .isEqualTo("KeyToken");
    }

    @Test
    void negotiatesNoSubprotocol() {
        Request offering = Rooms.HANDSHAKE.withHeader("Sec-WebSocket-Protocol", "chat, placeos");
        Admission admission = stage.endpoint(offering).admit(offering, new Principal("ada"));
        assertThat(((Admission.Accepted) admission).subprotocol()).isEmpty();
    }

    @Test
    void refusesAValueEncodingThatIsNone() {
        Request odd = Rooms.HANDSHAKE.withQuery("value_encoding", "xml");
        Admission admission = stage.endpoint(odd).admit(odd, new Principal("ada"));
        Response response = ((Admission.Refused) admission).response();
        assertThat(response.status()).isEqualTo(400);
        assertThat(body(response)).isEqualTo("{\"error\":\"value_encoding: 'xml' (expected: raw or string)\"}");
    }

    @ParameterizedTest
    @CsvSource({"GET,200", "HEAD,200", "OPTIONS,204", "POST,405", "DELETE,405"})
    void saysWithoutCredentialsToPagesOfAnyOriginWhatItIs(String method, int status) {
        Response response = authority(Request.get("/auth/authority").withMethod(method, new byte[0]));
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().first("Access-Control-Allow-Origin")).contains("*");
    }

    @Test
    void namesTheHostAndAVersionThatLeadsClientsToThePath() {
        Response response = authority(Request.get("/auth/authority").withHeader("Host", "panel.example:8443"));
        Map<String, ?> said = Rooms.values(body(response));
        assertThat(said.get("version")).hasToString("\"v2.0.0\"");
        assertThat(said.get("domain")).hasToString("\"panel.example:8443\"");
        assertThat(said.get("session")).hasToString("false");
        assertThat(said.get("config")).hasToString("{}");
    }

    private Response authority(Request request) {
        return stage.service().routes().stream()
                .filter(route -> route.path().match(request.path()).isPresent())
                .findFirst()
                .orElseThrow()
                .handle(request, Map.of())
                .toCompletableFuture()
                .join();
    }

    private Authentication authenticate(Request request) {
        return stage.endpoint(request)
                .authenticate(request)
                .toCompletableFuture()
                .join();
    }

    private String error(Request request, int status) {
        Response response = ((Authentication.Denied) authenticate(request)).response();
        assertThat(response.status()).isEqualTo(status);
        return body(response);
    }

    private static String body(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
