package dev.sluice.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.biometric.BiometricMessage.Beat;
import dev.sluice.biometric.BiometricMessage.DeviceStatus;
import dev.sluice.biometric.BiometricMessage.Identify;
import dev.sluice.biometric.BiometricMessage.Replay;
import dev.sluice.biometric.BiometricMessage.Submit;
import dev.sluice.biometric.BiometricMessage.Wrong;
import dev.sluice.journal.Journal;
import dev.sluice.protocol.Text;
import dev.sluice.testkit.DamagedTexts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BiometricCodecTest {
    private static final Instant NOW = Instant.parse("2026-01-01T10:20:30.004005006Z");

    @Test
    void readsEveryMessage() {
        assertThat(read("{\"op\":0}")).isEqualTo(new Beat());
        assertThat(read("{\"op\":0,\"d\":null,\"x\":[{}]}")).isEqualTo(new Beat());
        assertThat(read("{\"d\":{\"type\":1,\"token\":\"é\"},\"op\":3}")).isEqualTo(new Identify("é", 1));
        assertThat(read("{\"op\":7,\"d\":{\"after\":28,\"before\":43}}"))
                .isEqualTo(new Replay(28, OptionalLong.of(43)));
        assertThat(read("{\"op\":7,\"d\":{}}")).isEqualTo(new Replay(0, OptionalLong.empty()));
        assertThat(read("{\"op\":8}")).isEqualTo(new DeviceStatus());
    }

    @Test
    void takesTheLastOfTwoMembersWithOneName() {
        assertThat(read("{\"op\":7,\"op\":0}")).isEqualTo(new Beat());
        assertThat(recordOf("{\"op\":6,\"t\":\"A\",\"t\":\"B\",\"d\":[1],\"d\":{\"ts\":1}}"))
                .isEqualTo("{\"d\":{\"ts\":1},\"uid\":\"u\",\"t\":\"B\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "95",
                "95.0",
                "1e3",
                "-0.0",
                "1E+2",
                "0.1000",
                "123456789012345678901234567890.123456789",
                "\"a\\u0041\\ud83d\\ude00\\/é\"",
                "\"\\ud800\"",
                "null",
                "true",
                "[]",
                "[ 1 ,\t[2.50, {\"x\" : 1e-7}] ]",
                "{\"ts\":\"2022-05-04T10:26:11.268507+01:00\", \"val\" : 95.50 }",
                "{ \"val\" : 1, \"\\u0074s\" : null }",
                "{\"val\":{\"ts\":1},\"ts\":2}"
            })
    void passesDataOnByteForByte(String data) {
        assertThat(recordOf("{ \"op\" : 6 , \"d\" : " + data + " , \"t\" : \"X\\u0041\" }"))
                .isEqualTo("{\"d\":" + data + ",\"uid\":\"u\",\"t\":\"X\\u0041\"}");
        assertThat(recordOf("{\"t\":\"X\",\"op\":6,\"d\":" + data + "}"))
                .isEqualTo("{\"d\":" + data + ",\"uid\":\"u\",\"t\":\"X\"}");
    }

    @Test
    void addsATimeWhereThereIsNone() {
        assertThat(recordOf("{\"op\":6,\"t\":\"X\",\"d\":{\"val\":1e3}}"))
                .isEqualTo("{\"d\":{\"ts\":\"2026-01-01T10:20:30.004005Z\",\"val\":1e3},\"uid\":\"u\",\"t\":\"X\"}");
        assertThat(recordOf("{\"op\":6,\"t\":\"X\",\"d\":{ }}"))
                .isEqualTo("{\"d\":{\"ts\":\"2026-01-01T10:20:30.004005Z\" },\"uid\":\"u\",\"t\":\"X\"}");
        assertThat(recordOf("{\"op\":6,\"t\":\"X\",\"d\":{\"val\":{\"ts\":1}}}"))
                .contains("{\"ts\":\"2026");
    }

    @Test
    void findsTheDataInTheMiddleOfABuffer() {
        byte[] bytes = "####{\"op\":6,\"t\":\"X\",\"d\":{\"ts\":\"é\"}}####".getBytes(StandardCharsets.UTF_8);
        Text text = new Text(bytes, 4, bytes.length - 8);
        assertThat(BiometricCodec.read(text)).isInstanceOfSatisfying(Submit.class, submit -> assertThat(
                        new String(submit.reading().data(), StandardCharsets.UTF_8))
                .isEqualTo("{\"ts\":\"é\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{}}", "{\"op\":0} 1", "nonsense", "[0]", "0", "\"op\"", "null", "{\"op\":0,}"})
    void refusesWhatIsNoJsonObject(String text) {
        assertThat(read(text)).isInstanceOfSatisfying(Wrong.class, wrong -> {
            int expected = text.equals("{}}") ? CloseCode.INVALID_JSON : wrong.closeCode();
            assertThat(wrong.closeCode()).isEqualTo(expected).isEqualTo(1007);
        });
    }

    @Test
    void refusesNestingThatIsTooDeep() {
        String deep = "{\"op\":6,\"t\":\"X\",\"d\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
        assertThat(read(deep)).isInstanceOfSatisfying(Wrong.class, wrong -> assertThat(wrong.closeCode())
                .isEqualTo(1007));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "9", "1", "2", "4", "5", "4294967296", "1e400", "6.0", "\"6\"", "null", "true", "{}", "[6]"
            })
    void refusesOpCodesThatAreNotTheClients(String op) {
        assertThat(read("{\"op\":" + op + ",\"t\":\"X\",\"d\":{}}")).isInstanceOfSatisfying(Wrong.class, wrong -> {
            assertThat(wrong.closeCode()).isEqualTo(4004);
            assertThat(wrong.reason()).contains("expected");
        });
    }

    @Test
    void putsNumberAndRecordTogether() {
        byte[] record = "{\"d\":{\"ts\":1},\"uid\":\"u\",\"t\":\"X\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(BiometricCodec.dispatch(new Journal.Entry(73, record)))
                .hasToString("{\"op\":5,\"seq\":73,\"d\":{\"ts\":1},\"uid\":\"u\",\"t\":\"X\"}");
    }

    @Test
    void makesSomethingOfEveryDamagedText() {
        List<String> seeds = List.of(
                "{\"op\":0}",
                "{\"op\":3,\"d\":{\"token\":\"abc\",\"type\":1}}",
                "{\"op\":6,\"t\":\"HEART_RATE\",\"d\":{\"val\":95.50,\"d\":[1,2e3]}}",
                "{\"op\":7,\"d\":{\"after\":28,\"before\":43}}");
        DamagedTexts texts = new DamagedTexts(seeds);
        JsonMapper json = new JsonMapper();
        for (int round = 0; round < 100_000; round++) {
            String text = texts.next();
            BiometricMessage message = read(text);
            assertThat(message).isNotNull();
            if (message instanceof Submit submit) {
                byte[] record = submit.reading().record("u", NOW);
                assertThat(json.readTree(record).path("uid").asString())
                        .as("record of %s", text)
                        .isEqualTo("u");
            }
        }
    }

    private static String recordOf(String text) {
        BiometricMessage message = read(text);
        assertThat(message).isInstanceOf(Submit.class);
        return new String(((Submit) message).reading().record("u", NOW), StandardCharsets.UTF_8);
    }

    private static BiometricMessage read(String text) {
        return BiometricCodec.read(Text.of(text));
    }
}
