package dev.sluice.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ActionSpecTest {
    private final ActionSpec dim = new ActionSpec(arguments(), "Dim the light");

    @Test
    void acceptsArgumentsThatFitWithOrWithoutOptionalOnes() {
        assertThat(problem("{\"percent\":0}")).isEmpty();
        assertThat(problem("{\"fade\":true,\"percent\":100}")).isEmpty();
    }

    @Test
    void namesAnArgumentThatIsMissing() {
        assertThat(problem("{\"fade\":true}")).contains("percent: missing (expected: integer 0..100)");
    }

    @Test
    void namesAnArgumentThatDoesNotFit() {
        assertThat(problem("{\"percent\":101}")).contains("percent: 101 (expected: integer 0..100)");
        assertThat(problem("{\"percent\":null}")).contains("percent: null (expected: integer 0..100)");
    }

    @Test
    void namesAnArgumentThatIsUnknown() {
        assertThat(problem("{\"percent\":1,\"colour\":\"red\"}"))
                .contains("unknown argument 'colour' (expected: percent, fade)");
    }

    @Test
    void namesALongUnknownArgumentByItsBeginning() {
        assertThat(problem("{\"" + "x".repeat(900) + "\":1}"))
                .contains("unknown argument '" + "x".repeat(100) + "…' (expected: percent, fade)");
    }

    @Test
    void saysWhenThereAreNoArguments() {
        assertThat(new ActionSpec(Map.of(), "").problem(json("{\"now\":true}")))
                .contains("unknown argument 'now' (expected: none)");
        assertThat(new ActionSpec(Map.of(), "").problem(json("{}"))).isEmpty();
    }

    private Optional<String> problem(String given) {
        return dim.problem(json(given));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) new JsonMapper().readTree(text);
    }

    private static Map<String, ValueSpec> arguments() {
        Map<String, ValueSpec> arguments = new LinkedHashMap<>();
        OptionalDouble none = OptionalDouble.empty();
        arguments.put(
                "percent",
                new ValueSpec(
                        ValueSpec.Type.INTEGER,
                        "%",
                        OptionalDouble.of(0),
                        OptionalDouble.of(100),
                        List.of(),
                        true,
                        ""));
        arguments.put("fade", new ValueSpec(ValueSpec.Type.FLAG, "", none, none, List.of(), false, ""));
        return arguments;
    }
}
