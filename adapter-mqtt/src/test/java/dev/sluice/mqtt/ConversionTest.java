package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.ValueSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class ConversionTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource({
        "NUMBER, 21.5, 21.5",
        "NUMBER, ' 7 ', 7",
        "NUMBER, 1e3, 1000",
        "INTEGER, 41.7, 42",
        "INTEGER, -3, -3",
        "FLAG, ON, true",
        "FLAG, 0, false",
        "TEXT, 12, '\"12\"'",
        "LIST, '[1,2]', '[1,2]'",
        "OBJECT, '{\"a\":1}', '{\"a\":1}'"
    })
    void aPlainTextIsReadAsTheTypeThatTheAttributeHas(ValueSpec.Type type, String said, String value) {
        assertThat(Conversion.plain(spec(type)).value(said))
                .map(Object::toString)
                .contains(value);
    }

    @ParameterizedTest
    @CsvSource({
        "NUMBER, warm",
        "NUMBER, NaN",
        "NUMBER, 1e999",
        "NUMBER, 11111111111111111111111111111111111111111",
        "INTEGER, 1e2147483647",
        "INTEGER, 1e-999999999",
        "INTEGER, ''",
        "FLAG, maybe",
        "LIST, '{}'",
        "OBJECT, '{'"
    })
    void whatDoesNotFitIsNoValue(ValueSpec.Type type, String said) {
        assertThat(Conversion.plain(spec(type)).value(said)).isEmpty();
    }

    @Test
    void numbersAreScaledAndShifted() {
        Conversion fahrenheit = new Conversion(spec(ValueSpec.Type.NUMBER), Map.of(), 0.5, -16);

        assertThat(fahrenheit.value("52")).contains(JSON.numberNode(10L));
        assertThat(fahrenheit.value(JSON.numberNode(53))).contains(JSON.numberNode(10.5));
        assertThat(fahrenheit.said(JSON.numberNode(10))).isEqualTo(JSON.numberNode(52L));
    }

    @Test
    void theMapComesFirstAndWorksInBothDirections() {
        ValueSpec position = new ValueSpec(
                ValueSpec.Type.TEXT,
                "",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of("open", "closed"),
                true,
                "");
        Conversion conversion = new Conversion(position, Map.of("1", "open", "0", "closed"), 1, 0);

        assertThat(conversion.value("1")).contains(JSON.stringNode("open"));
        assertThat(conversion.value(JSON.numberNode(0))).contains(JSON.stringNode("closed"));
        assertThat(conversion.value("2")).isEmpty();
        assertThat(conversion.said(JSON.stringNode("closed"))).isEqualTo(JSON.stringNode("0"));
    }

    @Test
    void aNumberThatTheMapGivesIsNotScaled() {
        Conversion conversion = new Conversion(spec(ValueSpec.Type.NUMBER), Map.of("off", "0"), 10, 5);

        assertThat(conversion.value("off")).contains(JSON.numberNode(0L));
        assertThat(conversion.value("1")).contains(JSON.numberNode(15L));
    }

    @Test
    void aValueOutOfRangeIsNone() {
        ValueSpec percent = new ValueSpec(
                ValueSpec.Type.INTEGER, "%", OptionalDouble.of(0), OptionalDouble.of(100), List.of(), false, "");

        assertThat(Conversion.plain(percent).value("101")).isEmpty();
        assertThat(Conversion.plain(percent).value("100")).contains(JSON.numberNode(100L));
    }

    private static ValueSpec spec(ValueSpec.Type type) {
        return new ValueSpec(type, "", OptionalDouble.empty(), OptionalDouble.empty(), List.of(), false, "");
    }
}
