package dev.sluice.endrpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Outcome;
import dev.sluice.device.Status;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import dev.sluice.testkit.Stage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.NullNode;

class EndrpiRestTest {
    private static final String OUTPUT_HIGH = "{\"io\":\"OUTPUT\",\"state\":1}";

    private final Stage stage = PiStage.create();

    @ParameterizedTest
    @CsvSource({
        "soc-temperature, temperature, Failed to query system on chip temperature",
        "throttled, throttle, Failed to query system throttle status",
        "uptime, uptime, Failed to query system uptime",
        "arm-frequency, frequency, Failed to query system ARM frequency",
        "core-frequency, frequency, Failed to query system core frequency",
        "memory-total, memory, Failed to query system memory",
        "memory-free, memory, Failed to query system memory",
        "memory-available, memory, Failed to query system memory",
        "machine-type, platform, Failed to query system platform",
        "os-version, platform, Failed to query system platform"
    })
    void answers500ForWhatIsNotMeasured(String attribute, String part, String message) {
        stage.device("pi-1").report(Map.of(attribute, NullNode.getInstance()));
        assertThat(get("/system/" + part)).isEqualTo("500 {\"message\":\"" + message + "\"}");
        assertThat(get("/system")).isEqualTo("500 {\"message\":\"" + message + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "/system/temperature, Failed to query system on chip temperature",
        "/system/throttle, Failed to query system throttle status",
        "/system/uptime, Failed to query system uptime",
        "/system/frequency, Failed to query system ARM frequency",
        "/system/memory, Failed to query system memory",
        "/system/platform, Failed to query system platform",
        "/system, Failed to query system platform",
        "/pins, Failed to reach device `pi-1`",
        "/pins/GPIO17, Failed to reach device `pi-1`"
    })
    void answers500WhileTheBoardIsAway(String path, String message) {
        stage.device("pi-1").report(Status.OFFLINE, "test");
        assertThat(get(path)).isEqualTo("500 {\"message\":\"" + message + "\"}");
    }

    @Test
    void asksABoardThatIsAwayForNothing() {
        stage.device("pi-1").report(Status.OFFLINE, "test");
        assertThat(put("GPIO17", OUTPUT_HIGH)).isEqualTo("500 {\"message\":\"Failed to reach device `pi-1`\"}");
        assertThat(stage.device("pi-1").received()).isNull();
    }

    @Test
    void setsAPinUpAndAnswersWhenTheBoardHasDoneIt() {
        CompletionStage<Response> answer = ask(put("/pins/GPIO17", OUTPUT_HIGH.getBytes(StandardCharsets.UTF_8)));
        assertThat(stage.device("pi-1").received().arguments())
                .hasToString("{\"pins\":{\"GPIO17\":{\"io\":\"OUTPUT\",\"state\":1.0}}}");
        assertThat(answer.toCompletableFuture()).isNotDone();
        stage.device("pi-1").answer(Outcome.DONE);
        assertThat(text(answer))
                .isEqualTo("200 {\"message\":\"Pin configuration for pin `GPIO17` was updated successfully\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, 400, Failed to validate pin configuration",
        "BUSY, 500, Failed to update pin configuration: in use",
        "FAILED, 500, Failed to update pin configuration: in use"
    })
    void saysWhyTheBoardRefuses(Outcome.Reason reason, int status, String message) {
        CompletionStage<Response> answer = ask(put("/pins/GPIO17", OUTPUT_HIGH.getBytes(StandardCharsets.UTF_8)));
        stage.device("pi-1").answer(Outcome.refused(reason, "in use"));
        assertThat(text(answer)).isEqualTo(status + " {\"message\":\"" + message + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "null",
                "{}",
                "{\"io\":\"output\",\"state\":1}",
                "{\"io\":\"OUTPUT\",\"state\":\"high\"}",
                "{\"io\":\"OUTPUT\",\"state\":1,\"pull\":\"up\"}",
                "{\"io\":\"OUTPUT\"}",
                "{\"io\":\"OUTPUT\",\"state\":2}",
                "{\"io\":\"INPUT\",\"pull\":null}"
            })
    void answers400ForABodyThatIsNoConfiguration(String body) {
        assertThat(put("GPIO17", body)).startsWith("400 {\"message\":\"");
        assertThat(stage.device("pi-1").received()).isNull();
    }

    @Test
    void answers400ForAStateBeyondADoublesRange() {
        assertThat(put("GPIO17", "{\"io\":\"OUTPUT\",\"state\":" + "9".repeat(390) + "}"))
                .isEqualTo("400 {\"message\":\"Failed to validate pin configuration\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/system", "/system/uptime", "/pins", "/pins/GPIO17"})
    void answers405ToOtherMethods(String path) {
        for (String method : new String[] {"HEAD", "POST", "DELETE", "PATCH", "OPTIONS"}) {
            Response response = ask(Request.get(path).withMethod(method, new byte[0]))
                    .toCompletableFuture()
                    .join();
            assertThat(response.status()).as(method).isEqualTo(405);
            assertThat(response.body())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{\"detail\":\"Method Not Allowed\"}");
            assertThat(response.headers().first("Allow")).contains(path.endsWith("GPIO17") ? "GET, PUT" : "GET");
        }
    }

    @Test
    void answers404ForWhatDoesNotExist() {
        assertThat(get("/system/nothing")).isEqualTo("404 {\"detail\":\"Not Found\"}");
        assertThat(get("/pins/GPIO8")).isEqualTo("404 {\"message\":\"Pin with BCM pin number `GPIO8` not found\"}");
        assertThat(get("/pins/a\"b")).isEqualTo("404 {\"message\":\"Pin with BCM pin number `a\\\"b` not found\"}");
    }

    @Test
    void leadsFromThePathWithASlashToTheOneWithout() {
        Response response = ask(Request.get("/pins/")).toCompletableFuture().join();
        assertThat(response.status()).isEqualTo(307);
        assertThat(response.headers().first("Location")).contains("/pins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/system", "/system/uptime", "/pins", "/pins/", "/pins/GPIO17"})
    void refusesClientsFromElsewhereOnEveryRoute(String path) {
        Request request = Request.get(path).withRemote(new InetSocketAddress("203.0.113.9", 1));
        assertThat(text(ask(request))).isEqualTo("403 {\"message\":\"Clients from 203.0.113.9 are not served\"}");
        assertThat(text(ask(request.withCertificate(Optional.of(new Principal("panel-1"))))))
                .as("whom a certificate names")
                .doesNotStartWith("403");
    }

    private String get(String path) {
        return text(ask(Request.get(path)));
    }

    private String put(String pin, String body) {
        return text(ask(put("/pins/" + pin, body.getBytes(StandardCharsets.UTF_8))));
    }

    private static Request put(String path, byte[] body) {
        return Request.get(path).withMethod("PUT", body);
    }

    private CompletionStage<Response> ask(Request request) {
        for (HttpRoute route : stage.service().routes()) {
            if (route.path().match(request.path()).isPresent()) {
                return route.handle(request, route.path().match(request.path()).orElseThrow());
            }
        }
        throw new AssertionError("no route for " + request);
    }

    private static String text(CompletionStage<Response> answer) {
        assertThat(answer.toCompletableFuture()).as("an answer by now").isDone();
        Response response = answer.toCompletableFuture().join();
        return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }
}
