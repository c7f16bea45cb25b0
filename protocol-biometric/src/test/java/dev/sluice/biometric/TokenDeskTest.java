package dev.sluice.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TokenDeskTest {
    private final Stage stage = Biometrics.stage();

    @Test
    void givesAConsumersTokenThatIsGoodOnce() {
        String token = token(developer());
        FakeSession first = Biometrics.greeted(stage);
        first.receive(Biometrics.identify(token, 1));
        assertThat(first.take()).isEqualTo("{\"op\":4}");
        FakeSession second = Biometrics.greeted(stage);
        second.receive(Biometrics.identify(token, 1));
        assertThat(second.closeCode()).isEqualTo(4001);
    }

    @Test
    void givesAProducersTokenForOneUser() {
        Request request = developer().withPath("/auth/user").withQuery("id", "8e864e3a-979a-4d04-b4e9-b6d020f20ba0");
        String token = token(request);
        FakeSession producer = Biometrics.greeted(stage);
        producer.receive(Biometrics.identify(token, 0));
        assertThat(producer.take()).isEqualTo("{\"op\":4}");
        assertThat(stage.journal().last("biometric/ada")).isZero();
        producer.receive(Biometrics.submit("STEPS", "{\"val\":1}"));
        assertThat(stage.journal().last("biometric/ada")).isEqualTo(1);
    }

    @Test
    void doesNotUseUpATokenThatIsRefused() {
        String token = token(developer());
        FakeSession mistaken = Biometrics.greeted(stage);
        mistaken.receive(Biometrics.identify(token, 0));
        assertThat(mistaken.closeCode()).isEqualTo(4001);
        FakeSession holder = Biometrics.greeted(stage);
        holder.receive(Biometrics.identify(token(developer()), 1));
        FakeSession turnedAway = Biometrics.greeted(stage);
        turnedAway.receive(Biometrics.identify(token, 1));
        assertThat(turnedAway.closeCode()).isEqualTo(4002);
        holder.disconnect(1000);
        FakeSession again = Biometrics.greeted(stage);
        again.receive(Biometrics.identify(token, 1));
        assertThat(again.take()).isEqualTo("{\"op\":4}");
    }

    @Test
    void forgetsTokensThatNobodyUsed() {
        String token = token(developer());
        stage.scheduler().advance(Duration.ofMinutes(3));
        FakeSession late = Biometrics.greeted(stage);
        late.receive(Biometrics.identify(token, 1));
        assertThat(late.closeCode()).isEqualTo(4001);
    }

    @Test
    void letsATokenExpireInTimeAlsoWhenItWasRefusedBefore() {
        String old = token(developer());
        stage.scheduler().advance(Duration.ofMinutes(2));
        FakeSession holder = Biometrics.greeted(stage);
        holder.receive(Biometrics.identify(token(developer()), 1));
        String young = token(developer());
        FakeSession turnedAway = Biometrics.greeted(stage);
        turnedAway.receive(Biometrics.identify(old, 1));
        assertThat(turnedAway.closeCode()).isEqualTo(4002);
        stage.scheduler().advance(Duration.ofSeconds(60));
        holder.disconnect(1000);
        for (String token : new String[] {old, young}) {
            FakeSession client = Biometrics.greeted(stage);
            client.receive(Biometrics.identify(token, 1));
            assertThat(client.closeCode()).isEqualTo(token.equals(old) ? 4001 : 0);
        }
    }

    @Test
    void takesBasicAuthenticationToo() {
        String basic = Base64.getEncoder().encodeToString("ada:secret".getBytes(StandardCharsets.UTF_8));
        assertThat(token(post("/auth/developer").withHeader("Authorization", "Basic " + basic)))
                .isNotEmpty();
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(error(post("/auth/developer"), 400)).contains("dev-id and x-api-key");
        assertThat(error(post("/auth/developer").withHeader("dev-id", "ada"), 400))
                .contains("expected");
        assertThat(error(developer().withPath("/auth/user"), 400)).contains("query parameter id: found nothing");
        assertThat(error(developer().withPath("/auth/user").withQuery("id", "a b"), 400))
                .contains("found 'a b'");
        assertThat(error(Request.get("/auth/developer"), 405)).contains("found GET (expected: POST)");
        assertThat(error(Request.get("/auth/user"), 405)).contains("found GET (expected: POST)");
    }

    @Test
    void refusesAWrongKey() {
        Request wrong = post("/auth/developer").withHeader("dev-id", "ada").withHeader("x-api-key", "guess");
        assertThat(error(wrong, 403)).contains("wrong dev-id or x-api-key").doesNotContain("guess");
    }

    private static Request post(String path) {
        return Request.get(path).withMethod("POST", "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static Request developer() {
        return post("/auth/developer").withHeader("Dev-ID", "ada").withHeader("X-API-Key", "secret");
    }

    private String token(Request request) {
        Response response = answer(request);
        assertThat(response.status()).isEqualTo(200);
        return new JsonMapper().readTree(response.body()).path("token").asString();
    }

    private String error(Request request, int status) {
        Response response = answer(request);
        assertThat(response.status()).isEqualTo(status);
        return new JsonMapper().readTree(response.body()).path("error").asString();
    }

    private Response answer(Request request) {
        HttpRoute route = stage.service().routes().stream()
                .filter(candidate -> candidate.path().match(request.path()).isPresent())
                .findFirst()
                .orElseThrow();
        return route.handle(request, Map.of()).toCompletableFuture().join();
    }
}
