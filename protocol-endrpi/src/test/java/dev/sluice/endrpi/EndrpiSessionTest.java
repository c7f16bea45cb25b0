package dev.sluice.endrpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Config;
import dev.sluice.device.DeviceDescriptor;
import dev.sluice.device.DeviceId;
import dev.sluice.device.Outcome;
import dev.sluice.device.Profile;
import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Request;
import dev.sluice.testkit.DamagedTexts;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EndrpiSessionTest {
    static final List<String> SEEDS = List.of(
            "{\"action\":\"READ_TEMPERATURE\"}",
            "{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":{\"pins\":[\"GPIO17\",\"GPIO15\"]}}",
            "{\"action\":\"UPDATE_PIN_CONFIGURATIONS\",\"params\":{\"pins\":{\"GPIO17\":{\"io\":\"OUTPUT\",\"state\":1.0},"
                    + "\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"UP\"}}}}");

    private final Stage stage = PiStage.create();

    @Test
    void givesExactlyOneEnvelopeForAnyMessage() {
        FakeSession session = stage.connect();
        DamagedTexts texts = new DamagedTexts(SEEDS);
        for (int i = 0; i < 20_000; i++) {
            String message = texts.next();
            session.receive(message);
            if (stage.device("pi-1").received() != null) {
                stage.device("pi-1").answer(Outcome.DONE);
            }
            assertThat(session.take()).as(message).satisfies(EndrpiSessionTest::isEnvelope);
            assertThat(session.take()).as(message).isNull();
        }
        session.receiveBinary(12);
        assertThat(session.take()).satisfies(EndrpiSessionTest::isEnvelope);
    }

    static void isEnvelope(String text) {
        JsonNode answer = new JsonMapper().readTree(text);
        boolean success = answer.path("success").booleanValue();
        assertThat(answer.propertyNames()).containsExactly("action", "success", "data", "error");
        assertThat(answer.path("data").isNull()).isEqualTo(!success);
        assertThat(answer.path("error").isNull()).isEqualTo(success);
        assertThat(answer.path("error").propertyNames()).isEqualTo(success ? Set.of() : Set.of("message"));
    }

    @Test
    void updatesThePinsBeforeOneThatTheBoardLacks() {
        Map<String, JsonNode> values = new LinkedHashMap<>(PiStage.pi().initial());
        values.remove("GPIO17");
        Stage lacking = new Stage(
                PiStage.protocol(),
                Request.get("/endrpi"),
                new DeviceDescriptor(new DeviceId("pi-1"), Profile.named("raspberry-pi"), "Pi", values));
        FakeSession session = lacking.connect();
        session.receive("{\"action\":\"UPDATE_PIN_CONFIGURATIONS\",\"params\":{\"pins\":{"
                + "\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1},\"GPIO17\":{\"io\":\"OUTPUT\",\"state\":1},"
                + "\"GPIO5\":{\"io\":\"OUTPUT\",\"state\":1}}}}");
        assertThat(lacking.device("pi-1").received().arguments())
                .hasToString("{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1.0}}}");
        lacking.device("pi-1").answer(Outcome.DONE);
        assertThat(session.take()).endsWith("\"error\":{\"message\":\"Failed to read unsupported pin `GPIO17`\"}}");
    }

    @Test
    void inventsNothingForAPinThatTheBoardReportsInAnotherForm() {
        stage.device("pi-1").report(Map.of("GPIO17", Json.object().put("io", "ALT0")));
        FakeSession session = stage.connect();
        session.receive("{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":{\"pins\":[\"GPIO4\",\"GPIO17\"]}}");
        assertThat(session.take()).endsWith("\"error\":{\"message\":\"Failed to read unsupported pin `GPIO17`\"}}");
    }

    @Test
    void saysWhatABoardCannotMeasure() {
        Stage bare = new Stage(
                PiStage.protocol(),
                Request.get("/"),
                new DeviceDescriptor(new DeviceId("pi-1"), Profile.named("raspberry-pi"), "Pi", Map.of()));
        FakeSession session = bare.connect();
        assertFails(session, "READ_TEMPERATURE", "Failed to query system on chip temperature");
        assertFails(session, "GET_TEMPERATURE", "Failed to query system on chip temperature");
        assertFails(session, "READ_THROTTLE", "Failed to query system throttle status");
        assertFails(session, "READ_UPTIME", "Failed to query system uptime");
        assertFails(session, "READ_FREQUENCY", "Failed to query system ARM frequency");
        assertFails(session, "READ_MEMORY", "Failed to query system memory");
        session.receive("{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":{\"pins\":[\"GPIO4\"]}}");
        assertThat(session.take()).contains("\"message\":\"Failed to read unsupported pin `GPIO4`\"");
    }

    private static void assertFails(FakeSession session, String action, String message) {
        session.receive("{\"action\":\"" + action + "\"}");
        assertThat(session.take())
                .isEqualTo("{\"action\":\"" + action + "\",\"success\":false,\"data\":null,\"error\":{\"message\":\""
                        + message + "\"}}");
    }

    @Test
    void answersErrorsWhileTheDeviceIsNotThere() {
        FakeSession session = stage.connect();
        stage.device("pi-1").close();
        assertFails(session, "READ_UPTIME", "Failed to query system uptime");
        session.receive("{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":{\"pins\":[\"GPIO4\"]}}");
        assertThat(session.take()).contains("\"message\":\"Failed to reach device `pi-1`\"");
        session.receive(
                "{\"action\":\"UPDATE_PIN_CONFIGURATIONS\",\"params\":{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1}}}}");
        assertThat(session.take()).contains("\"message\":\"Failed to reach device `pi-1`\"");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,true",
        "192.168.1.7,true",
        "10.0.0.1,true",
        "172.16.5.5,true",
        "fd00::1,true",
        "::1,true",
        "8.8.8.8,false",
        "172.32.0.1,false",
        "2001:db8::1,false"
    })
    void admitsPrivateAddressesOnly(String address, boolean admitted) {
        Request request = Request.get("/endrpi").withRemote(new InetSocketAddress(address, 1));
        Authentication answer = stage.endpoint(request)
                .authenticate(request)
                .toCompletableFuture()
                .join();
        if (admitted) {
            assertThat(answer).isInstanceOf(Authentication.Granted.class);
        } else {
            assertThat(((Authentication.Denied) answer).response().status()).isEqualTo(403);
        }
    }

    @Test
    void leavesAHandshakeWithAPasswordOrATicketOnTheSharedPathToOthers() {
        Request plain = Request.get("/");
        assertThat(stage.endpoint(plain).recognises(plain)).isTrue();
        Request basic = plain.withHeader("Authorization", "basic abc");
        assertThat(stage.endpoint(plain).recognises(basic)).isFalse();
        assertThat(stage.endpoint(plain).recognises(plain.withQuery("ticket", "x")))
                .isFalse();
        Request own = basic.withPath("/endrpi");
        assertThat(stage.endpoint(own).recognises(own)).isTrue();
    }

    @Test
    void readsItsConfigurationStrictly() {
        Config config = Config.parse(
                "c.yaml", "device: 'a b'\nallow: [10.0.0.0/33]\nlimits: {message-size: 1}\n", Path.of(""), Map.of());
        EndrpiConfig.read(config);
        assertThat(config.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "c.yaml:1: device: found 'a b' (expected: a device id)",
                        "c.yaml:2: allow: found '10.0.0.0/33' (expected: network such as 10.0.0.0/8 or fd00::/8, or an address)",
                        "c.yaml:3: limits.message-size: found '1' (expected: bytes 16..67108864, such as 4096, 64KiB, 1MiB)");
    }
}
