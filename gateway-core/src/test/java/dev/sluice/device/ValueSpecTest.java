package dev.sluice.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;

class ValueSpecTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "NUMBER | 1.5",
                "NUMBER | 1",
                "INTEGER | 1",
                "INTEGER | 123456789012345678901234567890",
                "TEXT | \"\"",
                "FLAG | true",
                "LIST | []",
                "OBJECT | {}",
            })
    void acceptsValuesOfItsType(ValueSpec.Type type, String json) {
        assertThat(of(type).problem(JSON.readTree(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "NUMBER | \"1\" | \"1\" (expected: number)",
                "INTEGER | 1.0 | 1.0 (expected: integer)",
                "INTEGER | null | null (expected: integer)",
                "TEXT | 5 | 5 (expected: text)",
                "FLAG | 1 | 1 (expected: flag)",
                "FLAG | \"true\" | \"true\" (expected: flag)",
                "LIST | {} | {} (expected: list)",
                "OBJECT | [] | [] (expected: object)",
            })
    void refusesValuesOfAnotherType(ValueSpec.Type type, String json, String problem) {
        assertThat(of(type).problem(JSON.readTree(json))).contains(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100, 101, 101 (expected: integer 0..100)",
        "0, 100, -1, -1 (expected: integer 0..100)",
        "0, , -1, -1 (expected: integer 0..)",
        ", 2.5, 3, 3 (expected: integer ..2.5)",
    })
    void refusesNumbersOutOfRange(Double min, Double max, String json, String problem) {
        assertThat(between(ValueSpec.Type.INTEGER, min, max).problem(JSON.readTree(json)))
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource({"0", "100", "55"})
    void boundsAreInclusive(String json) {
        assertThat(between(ValueSpec.Type.INTEGER, 0.0, 100.0).problem(JSON.readTree(json)))
                .isEmpty();
    }

    @Test
    void refusesNumbersBeyondAllMeasure() {
        String huge = "1" + "0".repeat(399);
        String excerpt = "1" + "0".repeat(99) + "…";

        assertThat(between(ValueSpec.Type.INTEGER, 0.0, 100.0).problem(JSON.readTree(huge)))
                .contains(excerpt + " (expected: integer 0..100)");
        assertThat(of(ValueSpec.Type.INTEGER).problem(JSON.readTree(huge))).contains(excerpt + " (expected: integer)");
        assertThat(between(ValueSpec.Type.NUMBER, 0.0, null).problem(JSON.readTree("1e400")))
                .hasValueSatisfying(problem -> assertThat(problem).endsWith("(expected: number 0..)"));
        assertThat(of(ValueSpec.Type.NUMBER).problem(new DecimalNode(new BigDecimal("1e400"))))
                .contains("1E+400 (expected: number)");
    }

    @Test
    void refusesWhatIsNoNumberAtAll() {
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(of(ValueSpec.Type.NUMBER).problem(DoubleNode.valueOf(odd)))
                    .contains("\"" + odd + "\" (expected: number)");
        }
    }

    @Test
    void refusesTextsThatAreNotAmongThoseAllowed() {
        ValueSpec position = allowing(ValueSpec.Type.TEXT, "open", "closed");

        assertThat(position.problem(JSON.readTree("\"open\""))).isEmpty();
        assertThat(position.problem(JSON.readTree("\"ajar\""))).contains("\"ajar\" (expected: one of open, closed)");
        assertThat(position.problem(JSON.readTree("\"OPEN\""))).contains("\"OPEN\" (expected: one of open, closed)");
        assertThat(position.problem(JSON.readTree("1"))).contains("1 (expected: one of open, closed)");
    }

    @Test
    void aListHoldsOnlyTextsThatAreAllowed() {
        ValueSpec faults = allowing(ValueSpec.Type.LIST, "battery", "pressure");

        assertThat(faults.problem(JSON.readTree("[]"))).isEmpty();
        assertThat(faults.problem(JSON.readTree("[\"pressure\",\"battery\"]"))).isEmpty();
        assertThat(faults.problem(JSON.readTree("[\"battery\",\"horn\"]")))
                .contains("[\"battery\",\"horn\"] (expected: list of battery, pressure)");
        assertThat(faults.problem(JSON.readTree("[1]"))).contains("[1] (expected: list of battery, pressure)");
        assertThat(faults.problem(JSON.readTree("\"battery\"")))
                .contains("\"battery\" (expected: list of battery, pressure)");
    }

    @Test
    void namesALongValueByItsBeginning() {
        JsonNode text = JSON.readTree("\"" + "x".repeat(500) + "\"");

        assertThat(allowing(ValueSpec.Type.TEXT, "open").problem(text))
                .contains("\"" + "x".repeat(99) + "… (expected: one of open)");
    }

    private static ValueSpec of(ValueSpec.Type type) {
        return spec(type, null, null, List.of());
    }

    private static ValueSpec between(ValueSpec.Type type, Double min, Double max) {
        return spec(type, min, max, List.of());
    }

    private static ValueSpec allowing(ValueSpec.Type type, String... values) {
        return spec(type, null, null, List.of(values));
    }

    private static ValueSpec spec(ValueSpec.Type type, Double min, Double max, List<String> values) {
        return new ValueSpec(type, "", bound(min), bound(max), values, false, "");
    }

    private static OptionalDouble bound(Double bound) {
        return bound == null ? OptionalDouble.empty() : OptionalDouble.of(bound);
    }
}
