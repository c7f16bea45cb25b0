package dev.sluice.endrpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.device.Outcome;
import dev.sluice.testkit.TestGateway;
import dev.sluice.testkit.WsClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endrpi over real sockets: both paths, order, the REST routes, who is refused. */
class EndrpiIT {
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(Map.of("endrpi", PiStage.protocol()));
        gateway.bus()
                .register(
                        PiStage.pi(),
                        command -> CompletableFuture.supplyAsync(
                                () -> command.arguments().toString().contains("GPIO2\"")
                                        ? Outcome.refused(Outcome.Reason.INVALID, "fixed pull-up")
                                        : Outcome.DONE));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void answersOnBothPathsOverWsAndWss() {
        try (WsClient root = gateway.connect("/?x=y", Map.of());
                WsClient own = WsClient.connect(gateway.http(), gateway.wss("/endrpi"), Map.of())) {
            String answer =
                    "{\"action\":\"GET_TEMPERATURE\",\"success\":true,\"data\":{\"systemOnChip\":{\"quantity\":45.622,"
                            + "\"prefix\":null,\"unitOfMeasurement\":\"CELSIUS\"}},\"error\":null}";
            assertThat(root.send("{\"action\":\"GET_TEMPERATURE\"}").next()).isEqualTo(answer);
            assertThat(own.send("{\"action\":\"GET_TEMPERATURE\"}").next()).isEqualTo(answer);
            assertThat(own.sendBinary((byte) 1).next()).contains("Received invalid message");
        }
    }

    @Test
    void keepsTheOrderOfAThousandRequests() {
        try (WsClient client = gateway.connect("/endrpi", Map.of())) {
            for (int i = 0; i < 1000; i++) {
                client.send(
                        i % 2 == 0
                                ? "{\"action\":\"UPDATE_PIN_CONFIGURATIONS\",\"params\":{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1}}}}"
                                : "{\"action\":\"READ_UPTIME\"}");
            }
            for (int i = 0; i < 1000; i++) {
                assertThat(client.next())
                        .startsWith(
                                i % 2 == 0
                                        ? "{\"action\":\"UPDATE_PIN_CONFIGURATIONS\",\"success\":true"
                                        : "{\"action\":\"READ_UPTIME\"");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET; /system/temperature; ; 200; {\"systemOnChip\":{\"quantity\":45.622,\"prefix\":null,\"unitOfMeasurement\":\"CELSIUS\"}}",
                "GET; /system/uptime; ; 200; {\"seconds\":1057.85,\"formatted\":\"0:17:38\"}",
                "GET; /system/nothing; ; 404; {\"detail\":\"Not Found\"}",
                "POST; /system/uptime; x; 405; {\"detail\":\"Method Not Allowed\"}",
                "GET; /pins/GPIO3; ; 200; {\"io\":\"INPUT\",\"state\":1.0,\"pull\":\"UP\"}",
                "GET; /pins/GPIO99; ; 404; {\"message\":\"Pin with BCM pin number `GPIO99` not found\"}",
                "PUT; /pins/GPIO99; {}; 404; {\"message\":\"Pin with BCM pin number `GPIO99` not found\"}",
                "PUT; /pins/GPIO17; {\"io\":\"OUTPUT\",\"state\":1}; 200; {\"message\":\"Pin configuration for pin `GPIO17` was updated successfully\"}",
                "PUT; /pins/GPIO17; {\"io\":\"OUTPUT\"}; 400; {\"message\":\"No state specified for output pin configuration\"}",
                "PUT; /pins/GPIO17; {\"io\":\"INPUT\"}; 400; {\"message\":\"No pull specified for input pin configuration\"}",
                "PUT; /pins/GPIO2; {\"io\":\"INPUT\",\"pull\":\"DOWN\"}; 400; {\"message\":\"Failed to validate pin configuration\"}",
                "DELETE; /pins/GPIO17; ; 405; {\"detail\":\"Method Not Allowed\"}",
                "GET; /pins/; ; 307; ''"
            })
    void servesTheRestRoutes(String method, String path, String body, int status, String answer) throws Exception {
        HttpResponse<String> response = ask(method, path, body == null ? "" : body);
        assertThat(response.body()).isEqualTo(answer);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void tellsTheWholeSystemAndAllPins() throws Exception {
        assertThat(ask("GET", "/system", "").body())
                .startsWith("{\"platform\":{\"machineType\":\"aarch64\"")
                .containsSubsequence("temperature", "throttle", "uptime", "frequency", "memory");
        assertThat(ask("GET", "/pins", "").body()).startsWith("{\"GPIO2\":{").endsWith("\"pull\":\"FLOATING\"}}");
        assertThat(ask("HEAD", "/pins", "").statusCode()).isEqualTo(405);
        assertThat(ask("PUT", "/pins/GPIO17", "nonsense").body()).contains("body is not JSON");
        assertThat(ask("PUT", "/pins/GPIO17", "[]").body()).contains("body is [] (expected:");
    }

    @Test
    void refusesClientsFromElsewhere() throws Exception {
        Config elsewhere = Config.parse("test", "allow: [192.0.2.0/24]", Path.of(""), Map.of());
        try (TestGateway closed = new TestGateway(Map.of("endrpi", new EndrpiProvider().configure(elsewhere)))) {
            assertThat(WsClient.refusal(closed.http(), closed.ws("/endrpi"), Map.of()))
                    .isEqualTo(403);
            HttpResponse<String> rest = closed.http()
                    .send(HttpRequest.newBuilder(closed.http("/pins")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(rest.statusCode()).isEqualTo(403);
            assertThat(rest.body()).isEqualTo("{\"message\":\"Clients from 127.0.0.1 are not served\"}");
        }
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.http(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return gateway.http().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
