package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Admission;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Endpoint;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and to which valve. */
class ValveEndpointTest {
    private final Stage stage = Valves.stage();

    @Test
    void recognisesOnTheSharedPathWhoShowsBasicCredentialsOrATicket() {
        Request plain = Request.get("/");
        Endpoint shared = stage.endpoint(plain);
        assertThat(shared.recognises(plain)).isFalse();
        assertThat(shared.recognises(plain.withHeader("Authorization", "Bearer abc")))
                .isFalse();
        assertThat(shared.recognises(plain.withHeader("authorization", "bAsIc nonsense")))
                .isTrue();
        assertThat(shared.recognises(plain.withQuery("ticket", "abc"))).isTrue();
    }

    @Test
    void recognisesEverybodyOnItsOwnPaths() {
        assertThat(stage.endpoint(Request.get("/valve")).recognises(Request.get("/valve")))
                .isTrue();
        assertThat(stage.endpoint(Request.get("/valve/x")).recognises(Request.get("/valve/x")))
                .isTrue();
    }

    @Test
    void grantsAUserWithTheRightPassword() {
        assertThat(authenticate(Valves.AUTHORIZATION)).isEqualTo(new Authentication.Granted(new Principal("ada")));
        assertThat(authenticate(Valves.AUTHORIZATION.replace("Basic", "BASIC")))
                .isEqualTo(new Authentication.Granted(new Principal("ada")));
    }

    @ParameterizedTest
    @CsvSource({"Basic %%%", "Basic YWRh", "Basic", "Bearer YWRhOnNlY3JldA==", "YWRhOnNlY3JldA=="})
    void deniesMissingOrMalformedCredentials(String authorization) {
        assertDenied(
                authenticate(authorization),
                "no usable credentials (expected: Authorization: Basic with user and password of valve)");
    }

    @Test
    void deniesWhoShowsNothing() {
        Authentication answer = stage.endpoint(Request.get("/valve"))
                .authenticate(Request.get("/valve"))
                .toCompletableFuture()
                .join();
        assertDenied(answer, "no usable credentials (expected: Authorization: Basic with user and password of valve)");
    }

    @Test
    void takesTheWordOfACertificateWhereNoPasswordIsShown() {
        Request panel = Request.get("/valve").withCertificate(Optional.of(new Principal("panel-1")));
        assertThat(stage.endpoint(panel)
                        .authenticate(panel)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Authentication.Granted(new Principal("panel-1")));
        Request guessing = panel.withHeader("Authorization", Valves.basic("ada:guess"));
        assertThat(stage.endpoint(guessing)
                        .authenticate(guessing)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Authentication.Denied.class);
    }

    @Test
    void deniesAWrongPasswordWithoutRepeatingIt() {
        assertDenied(
                authenticate(Valves.basic("ada:guess")),
                "wrong user or password (expected: Authorization: Basic with user and password of valve)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/valve", "/valve/valve-1", "/valve/valve-2"})
    void admitsToAValve(String path) {
        assertThat(admit(path)).isInstanceOf(Admission.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/valve/cellar,no device 'cellar'",
        "/valve/pi-1,device 'pi-1' is a pi",
        "/valve/not valid,no device 'not valid'",
        "/valve/é\u0007é,no device 'é\uFFFDé'"
    })
    void refusesWhatIsNoValve(String path, String problem) {
        Response response = ((Admission.Refused) admit(path)).response();
        assertThat(response.status()).isEqualTo(404);
        assertThat(body(response)).isEqualTo("{\"error\":\"" + problem + " (expected: a valve that is registered)\"}");
        assertThat(response.headers().first("Content-Type")).contains("application/json");
    }

    @Test
    void refusesWhileTheDefaultDeviceIsNotThere() {
        stage.device("valve-1").close();
        Response response = ((Admission.Refused) admit("/valve")).response();
        assertThat(response.status()).isEqualTo(404);
        assertThat(body(response)).contains("no device 'valve-1'");
    }

    private Authentication authenticate(String authorization) {
        Request request = Request.get("/valve").withHeader("Authorization", authorization);
        return stage.endpoint(request)
                .authenticate(request)
                .toCompletableFuture()
                .join();
    }

    private Admission admit(String path) {
        Request request = Valves.HANDSHAKE.withPath(path);
        return stage.endpoint(request).admit(request, new Principal("ada"));
    }

    private static void assertDenied(Authentication answer, String message) {
        assertThat(answer).isInstanceOf(Authentication.Denied.class);
        Response response = ((Authentication.Denied) answer).response();
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers().first("WWW-Authenticate"))
                .contains("Basic realm=\"sluice valve\", charset=\"UTF-8\"");
        assertThat(body(response)).isEqualTo("{\"error\":\"" + message + "\"}");
        assertThat(body(response).toLowerCase(Locale.ROOT)).doesNotContain("guess");
    }

    private static String body(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
