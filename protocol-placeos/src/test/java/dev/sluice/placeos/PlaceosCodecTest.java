package dev.sluice.placeos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.placeos.PlaceosMessage.Malformed;
import dev.sluice.placeos.PlaceosMessage.Request;
import dev.sluice.placeos.PlaceosMessage.Target;
import dev.sluice.protocol.Text;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.IntNode;

class PlaceosCodecTest {
    @Test
    void readsACommandWithAllItsFields() {
        assertThat(read(
                        "{\"id\":3,\"cmd\":\"exec\",\"sys\":\"sys-1\",\"mod\":\"Display\",\"index\":2,\"name\":\"power\","
                                + "\"args\":[true,null]}"))
                .isEqualTo(new Request(
                        IntNode.valueOf(3),
                        Cmd.EXEC,
                        new Target("sys-1", "Display", 2, "power"),
                        List.of(Rooms.json("true"), Rooms.json("null"))));
    }

    @ParameterizedTest
    @CsvSource({
        "bind,BIND",
        "Bind,BIND",
        "UNBIND,UNBIND",
        "un_bind,UNBIND",
        "e-x-e-c,EXEC",
        "debug,DEBUG",
        "ıgnore,",
        "ignore,IGNORE",
        "'',"
    })
    void readsCommandsWithoutRegardToLetterCase(String name, Cmd cmd) {
        assertThat(Cmd.named(name).orElse(null)).isEqualTo(cmd);
    }

    @Test
    void theLastOfTwoFieldsWithTheSameNameCounts() {
        Request request = (Request)
                read("{\"id\":1,\"id\":2,\"cmd\":\"bind\",\"sys\":\"a\",\"sys\":\"b\",\"mod\":\"M\",\"name\":\"n\"}");
        assertThat(request.id()).isEqualTo(IntNode.valueOf(2));
        assertThat(request.target().sys()).isEqualTo("b");
    }

    @Test
    void repeatsWhateverIdThereIs() {
        for (String id : List.of("0", "-1", "123456789012345678901234567890", "1.25", "\"a\\\"b\\u00e9\\n\"")) {
            Request request = (Request) read("{\"id\":" + id + ",\"cmd\":\"ignore\",\"sys\":\"\",\"mod\":\"m\"}");
            assertThat(Rooms.json(PlaceosCodec.ignoring(request).toString()).path("id"))
                    .isEqualTo(Rooms.json(id));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "[1]", "{}", "\"\"", "1e999", "null"})
    void takesNoOtherId(String id) {
        Malformed malformed = (Malformed) read("{\"id\":" + id + ",\"cmd\":\"ignore\",\"sys\":\"\",\"mod\":\"m\"}");
        assertThat(malformed.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(malformed.id()).isEqualTo(IntNode.valueOf(0));
    }

    @Test
    void keepsNoLongNames() {
        String longest = "x".repeat(PlaceosCodec.NAME_LENGTH);
        for (String field : List.of("id", "sys", "mod", "name")) {
            assertThat(read(withField(field, longest))).isInstanceOf(Request.class);
            Malformed malformed = (Malformed) read(withField(field, longest + "x"));
            assertThat(malformed.found()).startsWith(field + ": 'xxx").hasSizeLessThan(250);
        }
    }

    private static String withField(String field, String value) {
        return "{\"id\":1,\"cmd\":\"bind\",\"sys\":\"s\",\"mod\":\"m\",\"name\":\"n\",\"" + field + "\":\"" + value
                + "\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "1.0", "\"1\"", "true", "[]"})
    void takesOnlyWholeNumbersForAnIndex(String index) {
        Malformed malformed = (Malformed)
                read("{\"id\":1,\"cmd\":\"bind\",\"sys\":\"s\",\"mod\":\"m\",\"name\":\"n\",\"index\":" + index + "}");
        assertThat(malformed.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(malformed.found()).startsWith("index: ");
    }

    @Test
    void writesValuesAsTheyAreOrAsTexts() {
        Target target = new Target("s", "m", 1, "n");
        byte[] head = PlaceosCodec.head(IntNode.valueOf(7));
        String meta = ",\"meta\":{\"sys\":\"s\",\"mod\":\"m\",\"index\":1,\"name\":\"n\"}}";
        for (String value : List.of("null", "1", "0.1", "123456789012345678901234567890", "[{\"a\":[]}]", "\"é\\n\"")) {
            byte[] raw = PlaceosCodec.notifyTail(target, Rooms.json(value), ValueEncoding.RAW);
            assertThat(PlaceosCodec.whole(head, raw))
                    .hasToString("{\"id\":7,\"type\":\"notify\",\"value\":" + value + meta);
            byte[] text = PlaceosCodec.notifyTail(target, Rooms.json(value), ValueEncoding.STRING);
            String inside = Rooms.json(PlaceosCodec.whole(head, text).toString())
                    .path("value")
                    .stringValue();
            assertThat(inside).isEqualTo(value);
        }
    }

    private static PlaceosMessage read(String text) {
        return PlaceosCodec.read(Text.of(text));
    }
}
