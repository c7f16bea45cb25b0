package dev.sluice.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Text;
import dev.sluice.valve.ValveMessage.ChangeState;
import dev.sluice.valve.ValveMessage.ErrorCode;
import dev.sluice.valve.ValveMessage.Position;
import dev.sluice.valve.ValveMessage.Question;
import dev.sluice.valve.ValveMessage.Refusal;
import dev.sluice.valve.ValveMessage.Request;
import dev.sluice.valve.ValveMessage.State;
import dev.sluice.valve.ValveMessage.Telemetry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in, records out; records in, bytes out. */
class ValveCodecTest {
    private static final String EVENTS = "'ping', 'requestTelemetry', 'requestState', 'changeState'";
    private static final String ATTRIBUTES =
            "'valve_state', 'led_brightness', 'siren', 'signal_reboot', 'sonic_reboot'";

    @ParameterizedTest
    @CsvSource({"ping,PING", "requestTelemetry,TELEMETRY", "requestState,STATE"})
    void readsQuestions(String event, Question question) {
        assertThat(read("{\"event\":\"" + event + "\"}")).isEqualTo(question);
    }

    @Test
    void readsQuestionsWithWhateverElseTheyCarry() {
        assertThat(read(" {\"id\": 7, \"data\": [], \"event\": \"ping\"}\n")).isEqualTo(Question.PING);
    }

    @Test
    void readsTheExampleOfTheSpecification() {
        assertThat(read("""
                        {
                          "event": "changeState",
                          "data": {
                            "valve_state": "open",
                            "led_brightness": 100,
                            "siren": true,
                            "signal_reboot": true,
                            "sonic_reboot": true
                          }
                        }
                        """))
                .isEqualTo(new ChangeState(
                        Optional.of(Position.OPEN),
                        OptionalInt.of(100),
                        Optional.of(true),
                        Optional.of(true),
                        Optional.of(true)));
    }

    @Test
    void readsEachAttributeAlone() {
        assertThat(change("\"valve_state\":\"closed\""))
                .isEqualTo(changeOf(Optional.of(Position.CLOSED), OptionalInt.empty(), Optional.empty()));
        assertThat(change("\"led_brightness\":0"))
                .isEqualTo(changeOf(Optional.empty(), OptionalInt.of(0), Optional.empty()));
        assertThat(change("\"siren\":false"))
                .isEqualTo(changeOf(Optional.empty(), OptionalInt.empty(), Optional.of(false)));
    }

    @Test
    void takesTheLastOfTwoMembersWithTheSameName() {
        assertThat(change("\"valve_state\":\"ajar\",\"valve_state\":\"open\""))
                .isEqualTo(changeOf(Optional.of(Position.OPEN), OptionalInt.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ping",
                "{",
                "{]",
                "{\"event\":\"ping\"} x",
                "{\"event\":\"ping\"}{}",
                "{'event':'ping'}",
                "{\"event\":\"ping\",}",
                "\u0000",
                "{\"event\":NaN}",
                "{\"event\":01}",
                "\uFEFF{\"event\":\"ping\"}"
            })
    void refusesWhatIsNotJson(String text) {
        Refusal refusal = refusal(text);
        assertThat(refusal.code()).isEqualTo(ErrorCode.G11);
        assertThat(refusal.message())
                .startsWith("Invalid JSON: ")
                .endsWith(". Valid messages: a JSON object with 'event'");
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() {
        String deep = "[".repeat(1000) + "]".repeat(1000);
        assertThat(refusal("{\"event\":" + deep + "}").message()).startsWith("Invalid JSON: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|[]",
                "null|null",
                "42|42",
                "true|true",
                "\"ping\"|ping",
                "[{\"event\":\"ping\"}]|[{\"event\":\"ping\"}]"
            })
    void refusesJsonThatIsNoObject(String text, String echoed) {
        assertThat(refusal(text))
                .isEqualTo(new Refusal(
                        ErrorCode.G11,
                        "Invalid message: '" + echoed + "'. Valid messages: a JSON object with 'event'"));
    }

    @Test
    void refusesAMessageWithoutEvent() {
        Refusal missing = new Refusal(ErrorCode.G11, "Missing event. Valid events: " + EVENTS);
        assertThat(refusal("{}")).isEqualTo(missing);
        assertThat(refusal("{\"Event\":\"ping\"}")).isEqualTo(missing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"subscribe\"|subscribe",
                "\"PING\"|PING",
                "\"pong\"|pong",
                "\"state\"|state",
                "\"\"|``",
                "null|null",
                "5|5",
                "[\"ping\"]|[\"ping\"]",
                "{\"ping\":1}|{\"ping\":1}"
            })
    void refusesAnUnknownEvent(String event, String echoed) {
        assertThat(refusal("{\"event\":" + event + "}"))
                .isEqualTo(new Refusal(ErrorCode.G11, "Invalid event: '" + echoed + "'. Valid events: " + EVENTS));
    }

    @Test
    void refusesAChangeWithoutData() {
        String valid = ". Valid data: an object with one or more of " + ATTRIBUTES;
        assertThat(refusal("{\"event\":\"changeState\"}"))
                .isEqualTo(new Refusal(ErrorCode.G11, "Missing data" + valid));
        assertThat(refusal("{\"event\":\"changeState\",\"data\":{}}"))
                .isEqualTo(new Refusal(ErrorCode.G11, "Invalid data: '{}'" + valid));
        assertThat(refusal("{\"event\":\"changeState\",\"data\":null}"))
                .isEqualTo(new Refusal(ErrorCode.G11, "Invalid data: 'null'" + valid));
        assertThat(refusal("{\"event\":\"changeState\",\"data\":\"open\"}"))
                .isEqualTo(new Refusal(ErrorCode.G11, "Invalid data: 'open'" + valid));
        assertThat(refusal("{\"event\":\"changeState\",\"data\":[\"open\"]}"))
                .isEqualTo(new Refusal(ErrorCode.G11, "Invalid data: '[\"open\"]'" + valid));
    }

    @Test
    void refusesAnUnknownAttribute() {
        assertThat(change("\"valve_state\":\"open\",\"colour\":1"))
                .isEqualTo(new Refusal(ErrorCode.G11, "Invalid attribute: 'colour'. Valid attributes: " + ATTRIBUTES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "led_brightness|101|101|integer 0..100",
                "led_brightness|-1|-1|integer 0..100",
                "led_brightness|50.0|50.0|integer 0..100",
                "led_brightness|99999999999999999999|99999999999999999999|integer 0..100",
                "led_brightness|\"50\"|50|integer 0..100",
                "led_brightness|true|true|integer 0..100",
                "led_brightness|null|null|integer 0..100",
                "siren|\"true\"|true|true, false",
                "siren|1|1|true, false",
                "siren|null|null|true, false",
                "signal_reboot|\"yes\"|yes|true, false",
                "sonic_reboot|[true]|[true]|true, false"
            })
    void refusesAValueOfTheWrongTypeOrOutOfRange(String attribute, String value, String echoed, String valid) {
        assertThat(change("\"" + attribute + "\":" + value))
                .isEqualTo(new Refusal(
                        ErrorCode.G11, "Invalid " + attribute + ": '" + echoed + "'. Valid values: " + valid));
    }

    @Test
    void refusesAnInvalidValveStateInTheWordsOfTheSpecification() {
        assertThat(change("\"valve_state\":\"wrong_state\""))
                .isEqualTo(new Refusal(
                        ErrorCode.S11, "Invalid valve state: 'wrong_state'. Valid states: 'open', 'closed'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"opening\"|opening",
                "\"Open\"|Open",
                "\"\"|``",
                "null|null",
                "1|1",
                "true|true",
                "[\"open\"]|[\"open\"]"
            })
    void refusesEveryOtherValveStateToo(String value, String echoed) {
        assertThat(change("\"valve_state\":" + value))
                .isEqualTo(new Refusal(
                        ErrorCode.S11, "Invalid valve state: '" + echoed + "'. Valid states: 'open', 'closed'"));
    }

    @Test
    void blamesTheShapeBeforeTheValveState() {
        Request refused = change("\"valve_state\":\"ajar\",\"led_brightness\":101");
        assertThat(refused)
                .isEqualTo(new Refusal(ErrorCode.G11, "Invalid led_brightness: '101'. Valid values: integer 0..100"));
    }

    @Test
    void repeatsNoMoreThanTheBeginningOfALongValue() {
        assertThat(change("\"valve_state\":\"" + "x".repeat(5000) + "\""))
                .isEqualTo(new Refusal(
                        ErrorCode.S11,
                        "Invalid valve state: '" + "x".repeat(100) + "…'. Valid states: 'open', 'closed'"));
        assertThat(change("\"" + "y".repeat(500) + "\":1"))
                .isEqualTo(new Refusal(
                        ErrorCode.G11,
                        "Invalid attribute: '" + "y".repeat(100) + "…'. Valid attributes: " + ATTRIBUTES));
    }

    @Test
    void repeatsHostileTextOnlyEscapedAndWithoutControlCharacters() {
        Request refused = change("\"valve_state\":\"\\\"},\\u0000\\ud800\"");
        assertThat(ValveCodec.error((Refusal) refused))
                .hasToString("{\"event\":\"error\",\"code\":\"S11\",\"message\":"
                        + "\"Invalid valve state: '\\\"},\uFFFD\uFFFD'. Valid states: 'open', 'closed'\"}");
    }

    @Test
    void refusesBinaryMessages() {
        assertThat(ValveCodec.readBinary(12))
                .isEqualTo(new Refusal(
                        ErrorCode.G11, "Invalid message: 12 bytes binary. Valid messages: a JSON object with 'event'"));
    }

    @Test
    void writesPong() {
        assertThat(ValveCodec.pong()).hasToString("{\"event\":\"pong\"}");
    }

    @Test
    void writesStateAsInTheSpecification() {
        assertThat(ValveCodec.state(new State("open", "connected", true)))
                .hasToString("{\"event\":\"state\",\"data\":{\"valve_state\":\"open\",\"radio_state\":\"connected\","
                        + "\"siren\":true}}");
    }

    @Test
    void writesTelemetryAsInTheSpecification() {
        Telemetry telemetry = new Telemetry(
                63.621673583984375,
                "No Leaks",
                List.of("OKAY"),
                20.4375,
                20.625,
                4418,
                "okay",
                1569369606308L,
                Units.DEFAULT);
        assertThat(ValveCodec.telemetry(telemetry))
                .hasToString("{\"event\":\"telemetry\",\"data\":{\"water_flow\":63.621673583984375,"
                        + "\"leak_status\":\"No Leaks\",\"status\":[\"OKAY\"],\"water_temp\":20.4375,"
                        + "\"ambient_temp\":20.625,\"abs_pressure\":4418,\"battery_level\":\"okay\","
                        + "\"probed_at\":1569369606308,\"units\":{\"water_flow\":\"ml/min\",\"water_temp\":\"C\","
                        + "\"ambient_temp\":\"C\",\"abs_pressure\":\"mbar\"}}}");
    }

    @Test
    void writesErrorAsInTheSpecification() {
        assertThat(ValveCodec.error(new Refusal(ErrorCode.S10, "Device unavailable: away")))
                .hasToString("{\"event\":\"error\",\"code\":\"S10\",\"message\":\"Device unavailable: away\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"changeState\",\"data\":{\"valve_state\":\"open\",\"led_brightness\":100,\"siren\":true,"
                        + "\"signal_reboot\":true,\"sonic_reboot\":false}}",
                "{\"event\":\"changeState\",\"data\":{\"siren\":false}}"
            })
    void repeatsAChangeAsItCame(String text) {
        assertThat(ValveCodec.changeState((ChangeState) read(text))).hasToString(text);
    }

    private static Request read(String text) {
        return ValveCodec.read(Text.of(text));
    }

    private static Refusal refusal(String text) {
        assertThat(read(text)).isInstanceOf(Refusal.class);
        return (Refusal) read(text);
    }

    private static Request change(String members) {
        return read("{\"event\":\"changeState\",\"data\":{" + members + "}}");
    }

    private static ChangeState changeOf(
            Optional<Position> valveState, OptionalInt brightness, Optional<Boolean> siren) {
        return new ChangeState(valveState, brightness, siren, Optional.empty(), Optional.empty());
    }
}
