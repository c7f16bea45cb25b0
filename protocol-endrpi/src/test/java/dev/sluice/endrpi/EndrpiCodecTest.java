package dev.sluice.endrpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.endrpi.EndrpiRequest.Bad;
import dev.sluice.endrpi.EndrpiRequest.Measure;
import dev.sluice.endrpi.EndrpiRequest.ReadPins;
import dev.sluice.endrpi.EndrpiRequest.UpdatePins;
import dev.sluice.protocol.Text;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndrpiCodecTest {
    private static final String READ = "{\"action\":\"READ_PIN_CONFIGURATIONS\",\"params\":%s}";
    private static final String UPDATE = "{\"action\":\"UPDATE_PIN_CONFIGURATIONS\",\"params\":%s}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ping",
                "{",
                "{\"action\":\"READ_UPTIME\",}",
                "{} {}",
                "{}x",
                "/**/{}",
                "{'action':1}",
                "NaN"
            })
    void callsWhatIsNotJsonAnInvalidMessage(String text) {
        assertThat(decode(text)).isEqualTo(new Bad(Optional.empty(), "Received invalid message"));
    }

    @Test
    void callsJsonNestedTooDeepAnInvalidMessage() {
        assertThat(decode("[".repeat(100_000))).isEqualTo(new Bad(Optional.empty(), "Received invalid message"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"READ_UPTIME\"",
                "1",
                "true",
                "null",
                "{}",
                "{\"action\":null}",
                "{\"action\":\"\"}",
                "{\"action\":1}",
                "{\"action\":true}",
                "{\"action\":[\"READ_UPTIME\"]}",
                "{\"action\":{}}",
                "{\"Action\":\"READ_UPTIME\"}"
            })
    void missesTheActionWhereThereIsNoText(String text) {
        assertThat(decode(text)).isEqualTo(new Bad(Optional.empty(), "Received message with missing 'action' field"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"read_uptime", " READ_UPTIME", "READ_UPTIME ", "READ_SYSTEM", "READ_PLATFORM", "GET_UPTIME"})
    void knowsActionsByTheirExactNamesOnly(String action) {
        assertThat(decode("{\"action\":\"" + action + "\"}"))
                .isEqualTo(new Bad(Optional.empty(), "Received message with invalid 'action' field"));
    }

    @ParameterizedTest
    @EnumSource(
            value = EndrpiAction.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"READ_PIN_CONFIGURATIONS", "UPDATE_PIN_CONFIGURATIONS"})
    void ignoresParamsOfActionsThatTakeNone(EndrpiAction action) {
        EndrpiRequest expected = new Measure(action, action.part().orElseThrow());
        for (String params : List.of("null", "7", "\"x\"", "[]", "{\"a\":1}")) {
            assertThat(decode("{\"x\":1,\"params\":" + params + ",\"action\":\"" + action + "\"}"))
                    .isEqualTo(expected);
        }
        assertThat(decode("{\"action\":\"nonsense\",\"action\":\"" + action + "\"}"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "\"\"", "0", "0.0", "false"})
    void missesParamsThatPythonTakesForFalse(String params) {
        assertThat(decode(READ.formatted(params)))
                .isEqualTo(bad("READ_PIN_CONFIGURATIONS", "Received message with missing 'params' field"));
        assertThat(decode(UPDATE.formatted(params)))
                .isEqualTo(bad("UPDATE_PIN_CONFIGURATIONS", "Received message with missing 'params' field"));
        assertThat(decode("{\"action\":\"READ_PIN_CONFIGURATIONS\"}"))
                .isEqualTo(bad("READ_PIN_CONFIGURATIONS", "Received message with missing 'params' field"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\"",
                "[1]",
                "7",
                "true",
                "{\"pins\":null}",
                "{\"pins\":\"GPIO17\"}",
                "{\"pins\":{\"GPIO17\":1}}",
                "{\"pins\":[17]}",
                "{\"pins\":[\"GPIO8\"]}",
                "{\"pins\":[\"GPIO0\"]}",
                "{\"pins\":[\"GPIO28\"]}",
                "{\"pins\":[\"gpio17\"]}",
                "{\"pins\":[\"GPIO17\",\"17\"]}",
                "{\"Pins\":[\"GPIO17\"]}"
            })
    void refusesParamsOfTheWrongShapeForReading(String params) {
        assertThat(decode(READ.formatted(params)))
                .isEqualTo(bad("READ_PIN_CONFIGURATIONS", "Received message with invalid 'params' field"));
    }

    @Test
    void readsPinsInTheOrderAskedAndEachOnce() {
        assertThat(decode(READ.formatted("{\"pins\":[\"GPIO21\",\"GPIO2\",\"GPIO21\"],\"more\":1}")))
                .isEqualTo(new ReadPins(List.of("GPIO21", "GPIO2")));
        assertThat(decode(READ.formatted("{\"pins\":[]}"))).isEqualTo(new ReadPins(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\"",
                "[1]",
                "7",
                "{\"pins\":null}",
                "{\"pins\":[1]}",
                "{\"pins\":\"x\"}",
                "{\"pins\":{\"GPIO8\":{\"io\":\"INPUT\",\"pull\":\"UP\"}}}",
                "{\"pins\":{\"GPIO4\":null}}",
                "{\"pins\":{\"GPIO4\":[]}}",
                "{\"pins\":{\"GPIO4\":{}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":\"input\",\"pull\":\"UP\"}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":1,\"state\":1}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"up\"}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":1}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":\"high\"}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":\"NaN\"}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":[]}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"UP\",\"state\":\"x\"}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":1,\"pull\":\"x\"}}}",
                "{\"pins\":{\"GPIO4\":{\"io\":\"OUTPUT\"},\"GPIO5\":{\"io\":\"x\"}}}"
            })
    void refusesParamsOfTheWrongShapeForUpdatingAndAppliesNothing(String params) {
        assertThat(decode(UPDATE.formatted(params)))
                .isEqualTo(bad("UPDATE_PIN_CONFIGURATIONS", "Received message with invalid 'params' field"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"pins\":{}}", "{\"pins\":[]}"})
    void wantsAtLeastOnePin(String params) {
        assertThat(decode(UPDATE.formatted(params)))
                .isEqualTo(
                        bad("UPDATE_PIN_CONFIGURATIONS", "At least one pin id and pin configuration must be supplied"));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1.0",
        "0,0.0",
        "0.5,1.0",
        "true,1.0",
        "false,0.0",
        "'\"1\"',1.0",
        "'\" 0 \"',0.0",
        "1e-3,1.0",
        "-0.0,0.0"
    })
    void takesStatesAsUpstreamDoes(String state, double level) {
        assertThat(update("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":" + state + ",\"pull\":null}}"))
                .isEqualTo("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":" + level + "}} ");
    }

    @Test
    void takesAnIntegerBeyondADoublesRangeForOneOutOfRange() {
        String huge = "9".repeat(390);
        assertThat(update("{\"GPIO4\":{\"io\":\"OUTPUT\",\"state\":" + huge + "}}"))
                .isEqualTo("{} Failed to validate pin configuration");
        assertThat(update("{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"UP\",\"state\":-" + huge + "}}"))
                .isEqualTo("{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"UP\"}} ");
        assertThat(decode(READ.formatted(huge)))
                .isEqualTo(bad("READ_PIN_CONFIGURATIONS", "Received message with invalid 'params' field"));
    }

    @Test
    void keepsThePinsBeforeTheFirstThatMakesNoSense() {
        String good = "\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"DOWN\",\"state\":17},";
        String kept = "{\"GPIO4\":{\"io\":\"INPUT\",\"pull\":\"DOWN\"}} ";
        String after = ",\"GPIO6\":{\"io\":\"INPUT\",\"pull\":\"UP\"}}";
        assertThat(update("{" + good + "\"GPIO5\":{\"io\":\"OUTPUT\"}" + after))
                .isEqualTo(kept + "No state specified for output pin configuration");
        assertThat(update("{" + good + "\"GPIO5\":{\"io\":\"INPUT\",\"pull\":null}" + after))
                .isEqualTo(kept + "No pull specified for input pin configuration");
        assertThat(update("{" + good + "\"GPIO5\":{\"io\":\"OUTPUT\",\"state\":1.01}" + after))
                .isEqualTo(kept + "Failed to validate pin configuration");
        assertThat(update("{" + good + "\"GPIO5\":{\"io\":\"OUTPUT\",\"state\":-1}" + after))
                .isEqualTo(kept + "Failed to validate pin configuration");
        assertThat(update("{\"GPIO5\":{\"io\":\"OUTPUT\",\"state\":1e400}}"))
                .isEqualTo("{} Failed to validate pin configuration");
    }

    @Test
    void writesTheEnvelopeInUpstreamsOrder() {
        assertThat(EndrpiCodec.success(EndrpiAction.UPDATE_PIN_CONFIGURATIONS, out -> out.writeString("x"))
                        .toString())
                .isEqualTo("{\"action\":\"UPDATE_PIN_CONFIGURATIONS\",\"success\":true,\"data\":\"x\",\"error\":null}");
        assertThat(EndrpiCodec.failure(Optional.empty(), "why").toString())
                .isEqualTo("{\"action\":null,\"success\":false,\"data\":null,\"error\":{\"message\":\"why\"}}");
        assertThat(EndrpiCodec.failure(Optional.of(EndrpiAction.READ_UPTIME), "why")
                        .toString())
                .isEqualTo(
                        "{\"action\":\"READ_UPTIME\",\"success\":false,\"data\":null,\"error\":{\"message\":\"why\"}}");
    }

    private static String update(String pins) {
        UpdatePins request = (UpdatePins) decode(UPDATE.formatted("{\"pins\":" + pins + "}"));
        return request.update().pins() + " " + request.update().error().orElse("");
    }

    private static Bad bad(String action, String message) {
        return new Bad(EndrpiAction.of(action), message);
    }

    private static EndrpiRequest decode(String text) {
        return EndrpiCodec.decode(Text.of(text));
    }
}
